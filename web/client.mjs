// Writes the types of the server's routes to src/api/schema.d.ts; with --check, only says whether they are as committed.
// Python is that of the checkout's virtual environment, or what PYTHON names.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const own = "../.venv/bin/python";
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
const document = execFileSync(python, ["../scripts/print_openapi.py"], { maxBuffer: 2 ** 26 });
const written = "src/api/schema.d.ts";
const types =
  "// Written by `npm run client:write` from the server's routes.\n" +
  astToString(await openapiTS(JSON.parse(document)));

if (!process.argv.includes("--check")) {
  writeFileSync(written, types);
} else if (!existsSync(written) || readFileSync(written, "utf8") !== types) {
  console.error(`${written} is not what the server offers. Run: npm run client:write`);
  process.exit(1);
}
