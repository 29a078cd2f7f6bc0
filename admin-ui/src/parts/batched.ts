type Waiting<Key, Value> = { key: Key; resolve: (value: Value) => void; reject: (error: unknown) => void };

/** Lets those who ask in the same moment share one request, which `load` makes for all their keys. */
export function batched<Context, Key, Value>(
  load: (context: Context, keys: Key[]) => Promise<(key: Key) => Value>,
): (context: Context, key: Key) => Promise<Value> {
  let waiting: Waiting<Key, Value>[] = [];
  const loadAll = async (context: Context) => {
    const asked = waiting;
    waiting = [];
    try {
      const answerFor = await load(
        context,
        asked.map(({ key }) => key),
      );
      for (const { key, resolve } of asked) resolve(answerFor(key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  return (context, key) =>
    new Promise((resolve, reject) => {
      // A little later than at once, so that what is drawn together asks together.
      if (waiting.length === 0) setTimeout(() => void loadAll(context), 4);
      waiting.push({ key, resolve, reject });
    });
}
