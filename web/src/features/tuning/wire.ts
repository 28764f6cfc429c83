// What the server says of models, runs and reports, under short names.
import type { Schemas } from "../../api/client";

export type CorpusView = Schemas["CorpusView"];
export type Family = CorpusView["family"];
export type CurveView = Schemas["CurveView"];
export type EvaluationForm = Schemas["EvaluationForm"];
export type EvaluationView = Schemas["EvaluationView"];
export type ExportView = Schemas["ExportView"];
export type ModelView = Schemas["ModelView"];
export type RecipeValue = Schemas["RecipeValue"];
export type RecipeView = Schemas["RecipeView"];
export type RunForm = Schemas["RunForm"];
export type RunView = Schemas["RunView"];
export type SamplesView = Schemas["SamplesView"];
export type TryoutView = Schemas["TryoutView"];
export type ExportForm = Schemas["ExportForm"];
export type Format = ExportView["format"];
export type Precision = NonNullable<ExportForm["precision"]>;
