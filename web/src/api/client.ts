// The one way to the server: calls typed from its OpenAPI document, failures as what happened and what to do.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type BookView = Schemas["BookView"];
export type JobView = Schemas["JobView"];
export type HeroView = Schemas["HeroView"];
export type WishForm = Schemas["WishForm"];

export const api = createClient<paths>({ baseUrl: "/" });

/** What the server answered instead of what was asked for. `status` 0: there was no answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly hint: string,
    /** Stays whatever the language; empty or "other" where the server has no words of the reader's language for it. */
    readonly code = "",
  ) {
    super(message);
  }
}

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws ApiError for anything else, an unreachable server included. */
export async function ask<Data>(answering: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answering.catch(() => {
    throw new ApiError(0, "", "");
  });
  if (data === undefined || !response.ok) throw refusal(response.status, error);
  return data;
}

export function refusal(status: number, body: unknown): ApiError {
  const told = (typeof body === "object" && body !== null ? body : {}) as {
    error?: unknown;
    hint?: unknown;
    code?: unknown;
  };
  return new ApiError(status, text(told.error), text(told.hint), text(told.code));
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
