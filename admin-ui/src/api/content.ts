import type { Collection } from "../model/model.ts";
import { type ContentOperation, contentOperation } from "./operation.ts";

/**
 * Operations on content. Their texts are made of the model, so their types are known only when the page runs. What
 * they answer stands under a name that is the same for every collection: `page`, `record`, `batch`.
 * `selection` is what is asked of each record, without brackets: `id title author { id name }`.
 */

/** One page of a list. Variables: `where orderBy first after last before`. Answers `page { nodes pageInfo totalCount }`. */
export function pageQuery(collection: Collection, selection: string): ContentOperation {
  const { connection, where, orderBy } = collection.api;
  return contentOperation(
    `query Page($where: ${where}, $orderBy: [${orderBy}!], $first: Int, $after: String, $last: Int, $before: String) { ` +
      `page: ${connection}(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) { ` +
      `totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } nodes { ${selection} } } }`,
  );
}

/** Some records, without a count. Variables: `where orderBy limit offset`. Answers `page`, a list. */
export function recordsQuery(collection: Collection, selection: string): ContentOperation {
  const { list, where, orderBy } = collection.api;
  return contentOperation(
    `query Records($where: ${where}, $orderBy: [${orderBy}!], $limit: Int, $offset: Int) { ` +
      `page: ${list}(where: $where, orderBy: $orderBy, limit: $limit, offset: $offset) { ${selection} } }`,
  );
}

/** One record, or null. Variables: `id`, but none for a singleton. Answers `record`. */
export function recordQuery(collection: Collection, selection: string): ContentOperation {
  if (collection.singleton)
    return contentOperation(`query Record { record: ${collection.api.one} { ${selection} } }`);
  return contentOperation(
    `query Record($id: ID!) { record: ${collection.api.one}(id: $id) { ${selection} } }`,
  );
}

/** Makes a record. Variables: `data`. Answers `record`. */
export function createMutation(collection: Collection, selection: string): ContentOperation {
  const { create, createInput } = collection.api;
  return contentOperation(
    `mutation Create($data: ${createInput}!) { record: ${create}(data: $data) { ${selection} } }`,
  );
}

/** Changes a record if nobody else did since. Variables: `id` (none for a singleton), `data`, `ifVersion`. Answers `record`. */
export function updateMutation(collection: Collection, selection: string): ContentOperation {
  const { update, updateInput } = collection.api;
  const [idType, id] = collection.singleton ? ["", ""] : ["$id: ID!, ", "id: $id, "];
  return contentOperation(
    `mutation Update(${idType}$data: ${updateInput}!, $ifVersion: Int) { ` +
      `record: ${update}(${id}data: $data, ifVersion: $ifVersion) { ${selection} } }`,
  );
}

/** Deletes a record. Variables: `id`, `ifVersion`. Answers `record`, as it was. */
export function deleteMutation(collection: Collection, selection = "id"): ContentOperation {
  return contentOperation(
    `mutation Delete($id: ID!, $ifVersion: Int) { ` +
      `record: ${collection.api.delete}(id: $id, ifVersion: $ifVersion) { ${selection} } }`,
  );
}

/** Changes all records that pass the filter. Variables: `where`, `data`. Answers `batch { count }`. */
export function updateManyMutation(collection: Collection): ContentOperation {
  const { updateMany, where, updateInput } = collection.api;
  return contentOperation(
    `mutation UpdateMany($where: ${where}!, $data: ${updateInput}!) { batch: ${updateMany}(where: $where, data: $data) { count } }`,
  );
}

/** Deletes all records that pass the filter. Variables: `where`. Answers `batch { count }`. */
export function deleteManyMutation(collection: Collection): ContentOperation {
  const { deleteMany, where } = collection.api;
  return contentOperation(
    `mutation DeleteMany($where: ${where}!) { batch: ${deleteMany}(where: $where) { count } }`,
  );
}
