// Korean particles whose form depends on the sound before them. Begin with `withParticle`.

type Particle = "을/를" | "이/가" | "은/는" | "과/와" | "으로/로" | "이에요/예요";

const SYLLABLES = 0xac00; // 가
const FINALS = 28; // a syllable block begins with its form without a final consonant
const RIEUL = 8; // ㄹ, after which it is 로 and not 으로
// How digits, and letters as they are spelled, end when they are said: 0 영, 1 일, 3 삼, 6 육, 7 칠, 8 팔; L 엘, M 엠, N 엔, R 알.
const DIGITS: Record<string, number> = { "0": 21, "1": RIEUL, "3": 16, "6": 1, "7": RIEUL, "8": RIEUL };
const LETTERS: Record<string, number> = { l: RIEUL, m: 16, n: 4, r: RIEUL };

/** “책을”, “나무를”, “서울로”, “0.5로”: the particle that fits the last letter or digit; quotation marks are passed over. */
export function withParticle(text: string, particle: Particle): string {
  const [afterConsonant, afterVowel] = particle.split("/") as [string, string];
  const final = finalOf(text);
  const isVowel = final === 0 || (particle === "으로/로" && final === RIEUL);
  return text + (isVowel ? afterVowel : afterConsonant);
}

function finalOf(text: string): number {
  const last = text.match(/[\p{L}\p{N}](?=[^\p{L}\p{N}]*$)/u)?.[0]?.toLowerCase() ?? "";
  const place = last.charCodeAt(0) - SYLLABLES;
  if (place >= 0 && place < 11_172) return place % FINALS;
  return DIGITS[last] ?? LETTERS[last] ?? 0;
}
