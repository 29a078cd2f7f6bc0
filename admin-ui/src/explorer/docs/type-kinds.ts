import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
} from "graphql";

/** The kinds of types, in the order in which a reader wants them. */
export const typeKinds: { name: string; title: string; includes: (type: GraphQLNamedType) => boolean }[] = [
  { name: "type", title: "Types", includes: isObjectType },
  { name: "interface", title: "Interfaces", includes: isInterfaceType },
  { name: "union", title: "Unions", includes: isUnionType },
  { name: "enum", title: "Enums", includes: isEnumType },
  { name: "input", title: "Inputs", includes: isInputObjectType },
  { name: "scalar", title: "Scalars", includes: isScalarType },
];

export function kindName(type: GraphQLNamedType): string {
  return typeKinds.find(({ includes }) => includes(type))?.name ?? "type";
}
