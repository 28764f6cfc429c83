// What the server says of the playground, under short names.
import type { Schemas } from "../../api/client";

export type AdjustedView = Schemas["AdjustedView"];
export type AdjustmentView = Schemas["AdjustmentView"];
export type AnswerForm = Schemas["AnswerForm"];
export type ChoiceView = Schemas["ChoiceView"];
export type HealthMap = Schemas["MapView"];
export type InnerView = Schemas["InnerView"];
export type NetworkView = Schemas["NetworkView"];
export type OpenedPictureModel = Schemas["OpenedPictureModel"];
export type OpenedRecognizer = Schemas["OpenedRecognizer"];
export type OpenedView = Schemas["OpenedView"];
export type PictureModelChoice = Schemas["PictureModelChoice"];
export type RecognizerChoice = Schemas["RecognizerChoice"];
export type SamplingForm = Required<Schemas["SamplingForm"]>;

/**
 * The sliders: gains of attention and MLP, the epsilon (null: the model's own), the layers that have gains. `cross`
 * multiplies cross-attention besides; recognizers and UNets have it.
 */
export interface Sliders {
  attn: number;
  mlp: number;
  eps: number | null;
  layers: [number, number] | null;
  cross?: number;
}

export const UNTOUCHED: Sliders = { attn: 1, mlp: 1, eps: null, layers: null };

/** The sliders of a picture model: of its UNet, and of its text encoders. */
export interface PictureSliders {
  unet: Sliders;
  text_encoder: Sliders;
}

export const AS_IT_IS: PictureSliders = { unet: UNTOUCHED, text_encoder: UNTOUCHED };

export interface Question {
  model: string;
  prompt: string;
  system: string;
  plain: boolean;
}
