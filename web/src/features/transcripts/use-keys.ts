// The keys of the editor, wherever the focus is.
import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { type Command, commandOf, type Keymap, type Place as KeyPlace } from "./keys";

/** Keys act wherever the focus is, dialogs and menus apart. */
export function useKeys(keymap: Keymap, text: RefObject<HTMLTextAreaElement | null>, run: (command: Command) => void) {
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.defaultPrevented || target.closest("[role=dialog], [role=menu], [role=listbox]")) return;
    const place = placeOf(target, text.current);
    const command = commandOf(event, place, keymap);
    if (!command) return;
    event.preventDefault();
    const isHalf = event.isComposing || place === "field"; // the syllable or number being typed belongs to this segment
    if (isHalf) flushSync(() => target.blur());
    latest.current(command); // not `run`: what was typed has just changed the segment
    if (isHalf) target.focus();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

function placeOf(target: HTMLElement, text: HTMLElement | null): KeyPlace {
  if (target === text) return "text";
  if (target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return "field";
  return target.closest("button, a, input, summary, [role=button]") ? "control" : "page";
}
