/**
 * The fields of each verb's dialog, taken from the OpenAPI when the pages are built: the browser has no list of its
 * own that could go stale. `import fields from "virtual:verbs"` gives { dispatch: [{ name: "unit", … }], … }.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

interface Schema {
  $ref?: string;
  type?: string;
  enum?: string[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

const OPENAPI = fileURLToPath(new URL("./openapi.json", import.meta.url));
const ID = "virtual:verbs";
const VERB = /^\/api\/orders\/\{number\}\/verbs\/(\w+)$/;

export function verbFields(): Plugin {
  return {
    name: "verb-fields",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      this.addWatchFile(OPENAPI);
      return `export default ${JSON.stringify(fieldsOf(JSON.parse(readFileSync(OPENAPI, "utf8"))))}`;
    },
  };
}

/* eslint-disable @typescript-eslint/no-explicit-any */
export function fieldsOf(openapi: any): Record<string, object[]> {
  const resolve = (schema: Schema): Schema => {
    const target = schema.$ref ?? schema.allOf?.[0]?.$ref;
    return target ? resolve(openapi.components.schemas[target.split("/").at(-1)!]) : schema;
  };
  const found: Record<string, object[]> = {};
  for (const [path, methods] of Object.entries<any>(openapi.paths)) {
    const verb = VERB.exec(path)?.[1];
    if (!verb) continue;
    const body = resolve(methods.post.requestBody.content["application/json"].schema);
    found[verb] = Object.entries(body.properties ?? {})
      .filter(([name]) => name !== "version")
      .map(([name, schema]) => ({ name, required: !!body.required?.includes(name), ...kindOf(schema, resolve) }));
  }
  return found;
}

function kindOf(schema: Schema, resolve: (schema: Schema) => Schema): object {
  const options = (schema.anyOf ?? [schema]).map(resolve);
  const known = options.filter((option) => option.type !== "null");
  const nullable = known.length < options.length;
  const first = known[0] ?? {};
  const choice = known.some((option) => option.enum);
  const names = [schema, ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].map((s) => s.$ref?.split("/").at(-1));
  return {
    type: choice ? "choice" : first.type,
    nullable,
    of: choice ? names.find(Boolean) : undefined,
    longest: first.maxLength,
    least: first.minimum,
    most: first.maximum,
  };
}
