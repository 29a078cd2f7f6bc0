import { useQueryClient } from "@tanstack/react-query";

/** Asks again for everything that an operation answered, whatever its variables were. */
export function useFresh(): (...operations: { toString(): string }[]) => void {
  const queries = useQueryClient();
  return (...operations) => {
    for (const operation of operations)
      void queries.invalidateQueries({ queryKey: ["operation", operation.toString()] });
  };
}
