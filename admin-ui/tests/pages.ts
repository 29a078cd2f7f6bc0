import { ask } from "./browser/people.ts";

/** Every page behind the sign-in by its name: the path below `/admin`. Records are those of the sample. */
export async function pages(): Promise<Record<string, string>> {
  const { articles, albums } = await ask<{ articles: { id: string }[]; albums: { id: string }[] }>(
    "{ articles(limit: 1) { id } albums(limit: 1) { id } }",
  );
  const [article, album] = [articles[0]?.id, albums[0]?.id];
  return {
    dashboard: "/",
    list: "/content/Article",
    "list-large": "/content/Track",
    "list-cards": "/content/Asset?layout=cards",
    "list-map": "/content/Venue?layout=map",
    entry: `/content/Article/${article}`,
    "entry-relations": `/content/Album/${album}`,
    "entry-new": "/new/Review",
    singleton: "/content/SiteSettings",
    history: `/content/Article/${article}/history`,
    audit: "/history",
    model: "/model",
    "model-diagram": "/model?view=diagram",
    people: "/people",
    access: "/people?tab=access",
    account: "/account",
    "account-security": "/account?tab=security",
    explorer: "/explorer",
  };
}
