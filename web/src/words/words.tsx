// What the page says, in the reader's language. Begin with `useWords`.
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { en, type Words } from "./en";
import { ko } from "./ko";

export type Language = "ko" | "en";

const WORDS: Record<Language, Words> = { ko, en };
const KEPT = "soridam-language";

interface Spoken {
  language: Language;
  words: Words;
  speak: (language: Language) => void;
}

const Speaking = createContext<Spoken | null>(null);

/** The language that was chosen before, or the first of the browser's that we speak. */
export function chooseLanguage(kept: string | null, browser: readonly string[]): Language {
  if (kept === "ko" || kept === "en") return kept;
  const known = browser.map((name) => name.slice(0, 2).toLowerCase()).find((name) => name === "ko" || name === "en");
  return known === "ko" ? "ko" : "en";
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(() =>
    tellServer(chooseLanguage(localStorage.getItem(KEPT), navigator.languages)),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speak = (chosen: Language) => {
    localStorage.setItem(KEPT, chosen);
    setLanguage(tellServer(chosen));
  };
  return <Speaking value={{ language, words: WORDS[language], speak }}>{children}</Speaking>;
}

/** Before anything is asked for: the server's own words come in this language. */
function tellServer(language: Language): Language {
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
  document.cookie = `soridam_language=${language}; path=/; max-age=31536000; samesite=lax`;
  return language;
}

export function useSpoken(): Spoken {
  const spoken = useContext(Speaking);
  if (!spoken) throw new Error("WordsProvider is missing");
  return spoken;
}

export type { Words };

export function useWords(): Words {
  return useSpoken().words;
}
