// The colors that are offered for a hero, under the names that the words have for them.

export type Palette = Record<string, string>;

export const COATS = {
  orange: "#f3a24c",
  lavender: "#ece4f0",
  brown: "#a8744a",
  gray: "#b9b4c8",
  green: "#7cc45a",
  teal: "#5fbfa0",
  blue: "#6f9fe0",
  pink: "#f2a7c3",
};

export const SKINS = {
  skin1: "#fbdcc4",
  skin2: "#f6cfa8",
  skin3: "#f2c39a",
  skin4: "#d9a273",
  skin5: "#c98d5f",
  skin6: "#a56d46",
  skin7: "#8a5a3c",
  skin8: "#5f3d2a",
};

export const HAIRS = {
  black: "#2a1d1a",
  darkBrown: "#4a2f27",
  brown: "#8a5a3c",
  copper: "#b8733a",
  blond: "#e6c26a",
  gray: "#a9a6ad",
};

export const CLOTHES = {
  red: "#e8574f",
  orange: "#f58f5c",
  yellow: "#f2c332",
  green: "#4fae8a",
  teal: "#2f9a8a",
  blue: "#4a86d8",
  violet: "#8a6ad8",
  pink: "#f28ab2",
  white: "#fdf6ea",
  navy: "#4d5b8c",
};

export type ColorName = keyof typeof COATS | keyof typeof SKINS | keyof typeof HAIRS | keyof typeof CLOTHES;

export const GARMENTS = ["overalls", "dress", "shirt", "raincoat", "pajamas", "none"] as const;
export const ACCESSORIES = ["scarf", "cape", "bow", "hat", "leaf", "crown", "glasses", "backpack"] as const;
export const HAIR_STYLES = ["short", "bob", "buns", "long", "curly"] as const;
