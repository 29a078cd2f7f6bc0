import type { ComponentType } from "react";
import type { Field } from "../model/model.ts";
import { lazyPart } from "../parts/lazy-part.ts";
import { BigIntInput } from "./big-int/big-int-input.tsx";
import { BlockInput } from "./blocks/block-input.tsx";
import { BooleanInput } from "./boolean/boolean-input.tsx";
import { ComponentInput } from "./component/component-input.tsx";
import { DateInput } from "./date/date-input.tsx";
import { DateTimeInput } from "./date-time/date-time-input.tsx";
import { DecimalInput } from "./decimal/decimal-input.tsx";
import { EmailInput } from "./email/email-input.tsx";
import { EnumInput, EnumListInput } from "./enum/enum-input.tsx";
import { FloatInput } from "./float/float-input.tsx";
import { IdInput } from "./id/id-input.tsx";
import { IntInput } from "./int/int-input.tsx";
import { JsonInput } from "./json/json-input.tsx";
import type { InputProps } from "./kind.ts";
import { MarkdownInput } from "./markdown/markdown-input.tsx";
import { PointInput } from "./point/point-input.tsx";
import { kindOf } from "./registry.ts";
import { RelatedInput } from "./relation/related-input.tsx";
import { RichTextInput } from "./rich-text/rich-text-input.tsx";
import { SlugInput } from "./slug/slug-input.tsx";
import { StringInput } from "./string/string-input.tsx";
import { TextInput } from "./text/text-input.tsx";
import { TimeInput } from "./time/time-input.tsx";
import { UrlInput } from "./url/url-input.tsx";

type Input = ComponentType<InputProps>;

/**
 * The controls that edit one value, by the names of the kinds. They stand apart from the kinds, so that pages that only show
 * values load none of them.
 */
export const inputs: Record<string, Input> = {
  "big-int": BigIntInput,
  blocks: BlockInput,
  boolean: BooleanInput,
  component: ComponentInput,
  date: DateInput,
  "date-time": DateTimeInput,
  decimal: DecimalInput,
  email: EmailInput,
  enum: EnumInput,
  float: FloatInput,
  id: IdInput,
  int: IntInput,
  json: JsonInput,
  markdown: MarkdownInput,
  point: PointInput,
  relation: RelatedInput,
  "rich-text": RichTextInput,
  slug: SlugInput,
  string: StringInput,
  text: TextInput,
  time: TimeInput,
  url: UrlInput,
};

/** The controls that edit a list of values, where it is not a list of the controls for one. */
const listInputs: Record<string, Input> = {
  blocks: lazyPart(() =>
    import("./blocks/blocks-list-input.tsx").then((file) => ({ default: file.BlocksListInput })),
  ),
  component: lazyPart(() =>
    import("./component/component-list-input.tsx").then((file) => ({ default: file.ComponentListInput })),
  ),
  enum: EnumListInput,
};

const TagsInput = lazyPart(() => import("./tags-input.tsx").then((file) => ({ default: file.TagsInput })));
const ListInput = lazyPart(() => import("./list-input.tsx").then((file) => ({ default: file.ListInput })));

/** The control that edits one value of the field. */
export function inputFor(field: Field): Input {
  return inputs[kindOf(field).name] ?? StringInput;
}

/** The control that edits the field's list of values. */
export function listInputFor(field: Field): Input {
  const isTags = field.ui?.widget === "tags" && (field.type === "String" || field.type === "Slug");
  return listInputs[kindOf(field).name] ?? (isTags ? TagsInput : ListInput);
}
