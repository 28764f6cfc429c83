// Warm paper by day, a dim reading room by night. Contrast of text is at least 4.5 : 1 in both.
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const coral: MantineColorsTuple = [
  "#fff1ee",
  "#ffe0da",
  "#fcc3b8",
  "#f9a493",
  "#f48a76",
  "#ef6a53",
  "#dd5139",
  "#c0412b",
  "#a33523",
  "#842818",
];
const dark: MantineColorsTuple = [
  "#f3ece4",
  "#dcd2c8",
  "#bdb1a5",
  "#978b80",
  "#655b53",
  "#4b433d",
  "#39332e",
  "#24201d",
  "#1c1916",
  "#151311",
];
const gray: MantineColorsTuple = [
  "#faf5ee",
  "#f3eae0",
  "#e9ddd0",
  "#dccdbd",
  "#c6b5a4",
  "#a89787",
  "#857567",
  "#665a4f",
  "#4a4139",
  "#332c26",
];

export const theme = createTheme({
  primaryColor: "coral",
  primaryShade: 7,
  colors: { coral, dark, gray },
  defaultRadius: "lg",
  fontFamily:
    "system-ui, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', 'Noto Sans CJK KR', 'NanumSquareRound', 'Gowun Dodum', sans-serif",
  headings: { fontFamily: "Jua, system-ui, sans-serif", fontWeight: "400" },
  cursorType: "pointer",
});

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-body": "#fffaf3",
    "--mantine-color-text": "#33291f",
    "--mantine-color-dimmed": "#6d6054",
    "--mantine-color-placeholder": "#75685c",
    "--mantine-color-default-border": "#d9cbbb",
    "--mantine-color-error": "#b3261e",
  },
  dark: {
    "--mantine-color-dimmed": "#bdb1a5",
    "--mantine-color-placeholder": "#a89b8f",
    "--mantine-color-error": "#ff9d8c",
    "--mantine-color-coral-light": "#553128",
    "--mantine-color-coral-light-hover": "#63392f",
    "--mantine-color-coral-light-color": "#ffd9d0",
  },
});
