import type { Field } from "../model/model.ts";
import { bigIntKind } from "./big-int/big-int-kind.tsx";
import { blocksKind } from "./blocks/blocks-kind.tsx";
import { booleanKind } from "./boolean/boolean-kind.tsx";
import { componentKind } from "./component/component-kind.tsx";
import { dateKind } from "./date/date-kind.tsx";
import { dateTimeKind } from "./date-time/date-time-kind.tsx";
import { decimalKind } from "./decimal/decimal-kind.tsx";
import { emailKind } from "./email/email-kind.tsx";
import { enumKind } from "./enum/enum-kind.tsx";
import { floatKind } from "./float/float-kind.tsx";
import { idKind } from "./id/id-kind.tsx";
import { intKind } from "./int/int-kind.tsx";
import { jsonKind } from "./json/json-kind.tsx";
import type { FieldKind } from "./kind.ts";
import { markdownKind } from "./markdown/markdown-kind.tsx";
import { pointKind } from "./point/point-kind.tsx";
import { relationKind } from "./relation/relation-kind.tsx";
import { richTextKind } from "./rich-text/rich-text-kind.tsx";
import { slugKind } from "./slug/slug-kind.tsx";
import { stringKind } from "./string/string-kind.tsx";
import { textKind } from "./text/text-kind.tsx";
import { timeKind } from "./time/time-kind.tsx";
import { urlKind } from "./url/url-kind.tsx";

/** The kinds of scalars, by the scalar's name in the API. */
export const scalarKinds: Record<string, FieldKind> = {
  BigInt: bigIntKind,
  Boolean: booleanKind,
  Date: dateKind,
  DateTime: dateTimeKind,
  Decimal: decimalKind,
  Email: emailKind,
  Float: floatKind,
  ID: idKind,
  Int: intKind,
  JSON: jsonKind,
  Markdown: markdownKind,
  Point: pointKind,
  RichText: richTextKind,
  Slug: slugKind,
  String: stringKind,
  Text: textKind,
  Time: timeKind,
  URL: urlKind,
};

/** What pages know of the field. */
export function kindOf(field: Field): FieldKind {
  switch (field.kind) {
    case "SCALAR":
      return scalarKinds[field.type] ?? stringKind;
    case "ENUM":
      return enumKind;
    case "COMPONENT":
      return componentKind;
    case "BLOCKS":
      return blocksKind;
    case "RELATION":
      return relationKind;
  }
}
