import { Button, EmptyState, Loader } from "@mantine/core";
import type { SchemaState } from "../api/use-schema.ts";
import classes from "./explorer.module.css";

/** Stands in the docs' place while there is no schema. */
export function NoSchema({ error, refetch }: SchemaState) {
  if (error === null) {
    return (
      <div className={classes.message} role="status">
        <Loader size="sm" aria-label="Reading the schema" />
      </div>
    );
  }
  return (
    <div className={classes.message}>
      <EmptyState
        size="sm"
        title="The schema could not be read"
        description={`It is tried again by itself: ${error}.`}
      >
        <EmptyState.Actions>
          <Button size="xs" variant="light" onClick={refetch}>
            Try again
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </div>
  );
}
