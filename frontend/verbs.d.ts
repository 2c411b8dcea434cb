declare module "virtual:verbs" {
  export interface VerbField {
    name: string;
    type: "string" | "boolean" | "integer" | "array" | "object" | "choice";
    required: boolean;
    nullable: boolean;
    /** The choice that its value is one of, as the OpenAPI calls it: "ReturnReason". */
    of?: string;
    longest?: number;
    least?: number;
    most?: number;
  }
  const fields: Record<string, VerbField[]>;
  export default fields;
}
