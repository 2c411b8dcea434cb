/** The office's types by the names that the pages use: all of them come from its OpenAPI. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Person = Schemas["Person"];
export type DemoLogin = Schemas["Login"];
export type Meta = Schemas["Meta"];
export type Choice = Schemas["Choice"];
export type Verb = Schemas["VerbChoice"];

export type OrderForm = Schemas["OrderForm"];
export type Address = Schemas["Address"];
export type OrderRow = Schemas["OrderRow"];
export type OrderDetail = Schemas["OrderDetail"];
export type AttachmentRow = Schemas["AttachmentRow"];
export type AttachmentLimits = Schemas["AttachmentLimits"];
export type UploadRow = Schemas["UploadRow"];
export type Event = Schemas["EventRow"];
export type Recommendation = Schemas["RecommendationRow"];
export type Box = Schemas["Box"];
export type SavedView = Schemas["ViewRow"];
export type ExportRow = Schemas["ExportRow"];
export type ExportOptions = Schemas["ExportOptions"];
export type LikelyRepeat = Schemas["LikelyRepeat"];
export type ClusterRow = Schemas["ClusterRow"];
export type MasterRow = Schemas["MasterRow"];
export type MergedMany = Schemas["MergedMany"];
export type MergedRow = Schemas["MergedRow"];
export type DistrictCounts = Omit<Schemas["DistrictUnit"], "unit" | "depth">;
export type LedgerRow = Schemas["LedgerRow"];
export type SuccessionRow = Schemas["SuccessionRow"];
export type Notification = Schemas["MessageRow"];
export type CalendarWarning = Schemas["Warning"];
export type CalendarDay = Schemas["Day"];
export type Policy = Schemas["PolicyRow"];
export type PolicyBody = Schemas["PolicyBody"];
export type LadderRule = Schemas["LadderRow"];
export type LadderBody = Schemas["LadderBody"];
export type Directive = Schemas["DirectiveRow"];
export type DirectiveBody = Schemas["DirectiveBody"];
export type DirectiveEffect = Schemas["DirectiveEffect"];
export type CallbackRule = Schemas["CallbackRuleRow"];
export type CallbackRuleBody = Schemas["CallbackRuleBody"];
export type CallbackPreview = Schemas["CallbackPreview"];
export type Route = Schemas["RouteRow"];
export type RouteBody = Schemas["RouteBody"];
export type Delivery = Schemas["DeliveryRow"];
export type Retention = Schemas["RetentionRow"];
export type RetentionBody = Schemas["RetentionBody"];
export type Hold = Schemas["HoldRow"];
export type DestructionList = Schemas["ListRow"];
export type BoardRow = Schemas["BoardRow"];
export type PlannedRow = Schemas["PlannedRow"];
export type Clock = Schemas["ClockRow"];
export type RevealRow = Schemas["RevealRow"];

export type CallRow = Schemas["CallRow"];
export type CallDetail = Omit<Schemas["CallDetail"], "answers" | "draft" | "refined"> & {
  answers: Answers | null;
  draft: Draft | null;
  refined: Refined | null;
};
export type QueueOfCall = Schemas["QueueOfCall"];
export type DemoCall = Schemas["DemoCall"];
/** Calls of before marks were kept have none. */
export type Utterance = Omit<Schemas["UtteranceOut"], "marks" | "language"> & { marks?: Mark[]; language?: string };
export type Mark = Schemas["MarkOut"];
export type TalkFigures = Schemas["TalkFigures"];
/** Words in the making: shown, and kept nowhere. start: seconds of the call. */
export type Spoken = Pick<Utterance, "leg" | "start" | "text">;
export type Fault = Schemas["FaultOut"];
export type Evidence = Schemas["EvidenceOut"];
/** Drafts of before know nothing of confirmed, state, revision, version. */
export type Suggested = Pick<Schemas["SuggestedOut"], "value" | "text" | "confidence" | "evidence"> &
  Partial<Schemas["SuggestedOut"]>;
/** One value that a written request's own words say beside the order made of it. */
export type WrittenAdvice = Omit<Schemas["WrittenAdvice"], "parts"> & { parts: Partial<OrderForm> };
/** What the talk makes of one demand. */
export type OneDraft = Omit<Schemas["OneDraft"], "form" | "fields"> & { fields: Record<string, Suggested | undefined> };
/** others: of the call's further demands. */
export type Draft = OneDraft & { others?: OneDraft[] };
/** What the agent made of a demand's fields. */
export type PartFields = Schemas["PartFields"];
export type FieldMark = Schemas["FieldMark"];
/** Title and description in the words of a language model. */
export type Refined = { model: string; fields: Record<string, Suggested | undefined> };
export type LanguageModel = Schemas["ModelRow"];
export type Finding = Schemas["FindingOut"];
export type Filed = Schemas["FiledOut"];
/** span: first and last character (not counted in) of the sentence that answers. */
/** Cards of before know no notice and no files. */
export type Card = Omit<Schemas["CardOut"], "span" | "notice" | "files"> & {
  span: number[];
  notice?: string;
  files?: FileRow[];
};
export type AskedNext = Schemas["AskedNext"];
export type Answers = Omit<Schemas["AnswersOut"], "cards" | "question"> & { cards: Card[]; question?: string };
export type Alarm = Omit<Schemas["AlarmOut"], "start" | "end">;

/** A file as it was received: of an order, or of an article. */
export type FileRow = Schemas["EnclosureRow"] & { picture?: boolean };
export type ArticleRow = Schemas["ArticleRow"];
export type Article = Schemas["ArticleOut"];
export type Plan = Schemas["PlanOut"];
export type Outcome = Schemas["OutcomeOut"];
export type SourceRow = Schemas["SourceRow"];
export type Exposure = Schemas["ExposureOut"];
export type VersionRow = Schemas["VersionRow"];
export type QualityRows = Schemas["QualityRows"];
export type NewArticle = Schemas["NewArticle"];
export type DispatchModels = Schemas["DispatchModels"];
export type DispatchModelRow = Schemas["DispatchModelRow"];
export type DispatchModelCard = Schemas["DispatchModelCard"];
export type CardGroup = Schemas["CardGroup"];
export type AutoRuleRow = Schemas["AutoRuleRow"];
export type SampleRow = Schemas["SampleRow"];
export type Candidate = Schemas["CandidateOut"];
export type Gap = Schemas["GapOut"];
export type ArticleIn = Omit<Schemas["NewArticle"], "key">;

/** What comes over the socket, in order. Its bodies are those of the calls' own answers. */
export type FeedItem = { id: number; call: string; at: string } & (
  | { kind: "offered" | "answered" | "transferred" | "ended"; body: CallRow }
  | { kind: "utterance"; body: Utterance }
  | { kind: "draft"; body: Draft }
  | { kind: "field"; body: PartFields }
  | { kind: "refined"; body: Refined }
  | { kind: "filed"; body: Filed }
  | { kind: "answers"; body: Answers }
  | { kind: "units"; body: Recommendation[] }
  | { kind: "alarm"; body: Alarm }
  | { kind: "held"; body: { on: boolean } }
  | { kind: "digit"; body: { leg: string; at: number; digit: string } }
  | { kind: "fault"; body: Partial<Fault> & { message: string } }
);

/** What comes beside the feed, without a place in it. */
export interface PartialItem {
  kind: "partial";
  call: string;
  body: Spoken;
}
