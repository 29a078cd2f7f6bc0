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
export const typeKinds = [
  { name: "type", title: "types", includes: isObjectType },
  { name: "interface", title: "interfaces", includes: isInterfaceType },
  { name: "union", title: "unions", includes: isUnionType },
  { name: "enum", title: "enums", includes: isEnumType },
  { name: "input", title: "inputs", includes: isInputObjectType },
  { name: "scalar", title: "scalars", includes: isScalarType },
] as const satisfies { name: string; title: string; includes: (type: GraphQLNamedType) => boolean }[];

export function kindName(type: GraphQLNamedType): string {
  return typeKinds.find(({ includes }) => includes(type))?.name ?? "type";
}
