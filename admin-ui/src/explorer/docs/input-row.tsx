import { astFromValue, type GraphQLArgument, type GraphQLInputField, print } from "graphql";
import { Deprecation } from "./deprecation.tsx";
import { Description } from "./description.tsx";
import classes from "./docs.module.css";
import type { DocsPage } from "./docs-page.ts";
import { TypeLink } from "./type-link.tsx";

type InputRowProps = { input: GraphQLArgument | GraphQLInputField; onOpen: (page: DocsPage) => void };

/** An argument or a field of an input type, with its default. */
export function InputRow({ input, onOpen }: InputRowProps) {
  const isDeprecated = typeof input.deprecationReason === "string";
  const defaultValue = defaultText(input);
  return (
    <div className={classes.row}>
      <div>
        <span className={classes.argName} data-deprecated={isDeprecated || undefined}>
          {input.name}
        </span>
        <span className={classes.args}>: </span>
        <TypeLink type={input.type} onOpen={onOpen} />
        {defaultValue !== null && <span className={classes.args}> = {defaultValue}</span>}
      </div>
      <Description text={input.description} />
      <Deprecation reason={input.deprecationReason} />
    </div>
  );
}

function defaultText(input: GraphQLArgument | GraphQLInputField): string | null {
  if (input.defaultValue === undefined) return null;
  const literal = astFromValue(input.defaultValue, input.type);
  return literal ? print(literal) : null;
}
