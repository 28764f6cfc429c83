// The editor's keys: one table, which can be changed and is kept in the browser. Begin with `commandOf`.
// Keys are named by their place on the keyboard, so that they work while Korean is being typed and on a Mac.

export const KEYS = {
  play: ["space", "alt+k"],
  back: ["alt+j"],
  forward: ["alt+l"],
  slower: ["alt+bracketleft"],
  faster: ["alt+bracketright"],
  previous: ["alt+comma"],
  next: ["alt+period"],
  accept: ["mod+enter"],
  split: ["enter"],
  merge: ["alt+m"],
  start: ["shift+bracketleft"],
  end: ["shift+bracketright"],
  earlier: ["alt+shift+j"],
  later: ["alt+shift+l"],
  undo: ["mod+z"],
  redo: ["mod+shift+z", "mod+y"],
  restore: ["alt+r"],
  reject: ["alt+x"],
  write: ["f2"],
  leave: ["escape"],
  help: ["?"],
} as const satisfies Record<string, readonly string[]>;

export type Command = keyof typeof KEYS;
export type Keymap = Readonly<Record<Command, readonly string[]>>;

export const COMMANDS = Object.keys(KEYS) as Command[];

const KEPT = "soridam-editor-keys";
const MODIFIERS = ["Control", "Meta", "Alt", "Shift", "AltGraph", "CapsLock", "Process", "HangulMode", "HanjaMode"];
const IN_TEXT = ["enter", "escape", "shift+bracketleft", "shift+bracketright"]; // no transcript holds a brace
const FOR_CONTROLS = ["space", "enter", "escape"]; // they press buttons and close menus
const INPUT_SWITCH = "mod+space"; // switches Korean input

export interface Pressed {
  code: string;
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  isComposing: boolean;
}

/** The text being written, another field, a button or link, or none of them. */
export type Place = "text" | "field" | "control" | "page";

/** `alt+j`, `mod+shift+z`, `?`; null for a modifier alone, or a key that the input method takes. */
export function keyOf(pressed: Pressed): string | null {
  const isPlain = !pressed.altKey && !pressed.ctrlKey && !pressed.metaKey;
  if (pressed.isComposing && isPlain) return null;
  if (isPlain && pressed.key === "?") return "?"; // its place differs between keyboards
  if (MODIFIERS.includes(pressed.key) && !pressed.code.startsWith("Key")) return null;
  const name = pressed.code
    .replace(/^(Key|Digit)/, "")
    .replace("Numpad", "")
    .toLowerCase();
  const held = [
    (pressed.ctrlKey || pressed.metaKey) && "mod",
    pressed.altKey && "alt",
    pressed.shiftKey && "shift",
  ].filter(Boolean);
  return name ? [...held, name].join("+") : null;
}

/** What a key asks for, pressed in a text, on a button or elsewhere on the page. */
export function commandOf(pressed: Pressed, place: Place, keymap: Keymap): Command | null {
  const key = keyOf(pressed);
  if (!key) return null;
  if (place === "text" && !isForText(key)) return null;
  if (place === "field" && !isHeld(key)) return null;
  if (place === "control" && FOR_CONTROLS.includes(key)) return null;
  return COMMANDS.find((command) => keymap[command].includes(key)) ?? null;
}

/** Give a command one key and take it from any other. Null if that key has to stay with the input method. */
export function remap(keymap: Keymap, command: Command, key: string): Keymap | null {
  if (key === INPUT_SWITCH) return null;
  const others = COMMANDS.map((each) => [each, keymap[each].filter((known) => known !== key)] as const);
  return { ...(Object.fromEntries(others) as unknown as Keymap), [command]: [key] };
}

/** The kept table; what is not of its shape is as it was at first. */
export function readKeymap(kept: string | null): Keymap {
  try {
    const values = Object.entries((JSON.parse(kept ?? "{}") ?? {}) as object);
    return { ...KEYS, ...Object.fromEntries(values.filter(([name, keys]) => name in KEYS && isKeys(keys))) };
  } catch {
    return KEYS;
  }
}

export function loadKeymap(): Keymap {
  return readKeymap(localStorage.getItem(KEPT));
}

export function keepKeymap(keymap: Keymap): void {
  if (keymap === KEYS) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, JSON.stringify(keymap));
}

/** As it is printed on the keys: `Alt + [`. */
export function printKey(key: string, isMac: boolean): string {
  return key
    .split("+")
    .map((part) => (part === "mod" ? (isMac ? "⌘" : "Ctrl") : part === "alt" && isMac ? "⌥" : (PRINTED[part] ?? part)))
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join(" + ");
}

const PRINTED: Record<string, string> = {
  bracketleft: "[",
  bracketright: "]",
  comma: ",",
  period: ".",
  slash: "/",
  escape: "Esc",
};

function isForText(key: string): boolean {
  return IN_TEXT.includes(key) || isHeld(key);
}

/** Types nothing: with Ctrl or Alt held, or a function key. */
function isHeld(key: string): boolean {
  return key.startsWith("mod+") || key.startsWith("alt+") || /^f\d+$/.test(key);
}

function isKeys(keys: unknown): boolean {
  return Array.isArray(keys) && keys.every((key) => typeof key === "string");
}
