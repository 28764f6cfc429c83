// All words of the page, in English: those of each feature stand in its folder.
import { account, audit } from "../features/account/words.en";
import { book } from "../features/book/words.en";
import { corpora } from "../features/corpora/words.en";
import { jobs } from "../features/jobs/words.en";
import { playground } from "../features/playground/words.en";
import { transcribing } from "../features/transcribe/words.en";
import { editor } from "../features/transcripts/words.en";
import { tuning } from "../features/tuning/words.en";
import { common } from "./common.en";

export const en = { ...common, ...account, ...book, ...jobs, audit, corpora, editor, playground, transcribing, tuning };

export type Words = typeof en;
