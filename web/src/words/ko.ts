// All words of the page, in Korean.
import { account, audit } from "../features/account/words.ko";
import { book } from "../features/book/words.ko";
import { corpora } from "../features/corpora/words.ko";
import { jobs } from "../features/jobs/words.ko";
import { playground } from "../features/playground/words.ko";
import { transcribing } from "../features/transcribe/words.ko";
import { editor } from "../features/transcripts/words.ko";
import { tuning } from "../features/tuning/words.ko";
import { common } from "./common.ko";
import type { Words } from "./en";

export const ko: Words = {
  ...common,
  ...account,
  ...book,
  ...jobs,
  audit,
  corpora,
  editor,
  playground,
  transcribing,
  tuning,
};
