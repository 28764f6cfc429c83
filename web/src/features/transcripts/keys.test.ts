import { expect, test } from "vitest";
import { COMMANDS, commandOf, KEYS, keyOf, type Pressed, printKey, readKeymap, remap } from "./keys";

function press(code: string, key: string, held: Partial<Pressed> = {}): Pressed {
  return { code, key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, isComposing: false, ...held };
}

test("keys are known by their place, whatever the keyboard types there", () => {
  expect(commandOf(press("KeyJ", "j", { altKey: true }), "text", KEYS)).toBe("back");
  expect(commandOf(press("KeyJ", "∆", { altKey: true }), "text", KEYS)).toBe("back");
  expect(commandOf(press("KeyL", "Process", { altKey: true, isComposing: true }), "text", KEYS)).toBe("forward");
  expect(commandOf(press("Enter", "Enter", { metaKey: true }), "text", KEYS)).toBe("accept");
});

test("Enter that ends a Korean syllable splits nothing", () => {
  expect(commandOf(press("Enter", "Process", { isComposing: true }), "text", KEYS)).toBeNull();
  expect(commandOf(press("Enter", "Enter"), "text", KEYS)).toBe("split");
});

test("what is typed in a text stays there; buttons keep Space and Enter", () => {
  expect(commandOf(press("Space", " "), "text", KEYS)).toBeNull();
  expect(commandOf(press("Space", " "), "control", KEYS)).toBeNull();
  expect(commandOf(press("Space", " "), "page", KEYS)).toBe("play");
  expect(commandOf(press("Slash", "?", { shiftKey: true }), "text", KEYS)).toBeNull();
  expect(commandOf(press("BracketLeft", "{", { shiftKey: true }), "field", KEYS)).toBeNull();
  expect(commandOf(press("Minus", "?", { shiftKey: true }), "page", KEYS)).toBe("help");
  expect(commandOf(press("BracketLeft", "{", { shiftKey: true }), "text", KEYS)).toBe("start");
  expect(keyOf(press("AltLeft", "Alt", { altKey: true }))).toBeNull();
});

test("every key of the table stands there once, and none switches Korean input", () => {
  const keys = COMMANDS.flatMap((command) => KEYS[command]);
  expect(new Set<string>(keys).size).toBe(keys.length);
  expect(keys).not.toContain("mod+space");
});

test("a key moves from one command to another; the input method's own is refused", () => {
  const changed = remap(KEYS, "merge", "alt+j")!;
  expect(changed.merge).toEqual(["alt+j"]);
  expect(changed.back).toEqual([]);
  expect(remap(KEYS, "play", "mod+space")).toBeNull();
});

test("a damaged table is the first one", () => {
  expect(readKeymap(null)).toEqual(KEYS);
  expect(readKeymap("{")).toBe(KEYS);
  expect(readKeymap('{"play":5,"merge":["f4"],"stranger":["x"]}')).toEqual({ ...KEYS, merge: ["f4"] });
});

test("keys are shown as they are printed", () => {
  expect(printKey("alt+bracketleft", false)).toBe("Alt + [");
  expect(printKey("mod+enter", true)).toBe("⌘ + Enter");
  expect(printKey("j", false)).toBe("J");
});
