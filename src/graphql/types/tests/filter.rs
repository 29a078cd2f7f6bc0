//! Filters and orders.

use super::{BLOG, types};

#[test]
fn a_filter_goes_through_relations_components_and_blocks() {
    let names = ["PostWhere", "CommentWhereList", "SeoWhere", "BlockWhere", "BlockWhereList", "BlockMember"];
    insta::assert_snapshot!(types(BLOG, &names), @r#"
    input PostWhere {
      and: [PostWhere!]
      or: [PostWhere!]
      not: PostWhere
      id: IDFilter
      createdAt: DateTimeFilter
      updatedAt: DateTimeFilter
      createdBy: UserWhere
      updatedBy: UserWhere
      version: IntFilter
      title: StringFilter
      slug: SlugFilter
      rating: FloatFilter
      state: StateFilter
      words: StringFilterList
      author: UserWhere
      tags: TagWhereList
      comments: CommentWhereList
      seo: SeoWhere
      blocks: BlockWhereList
    }

    input SeoWhere {
      and: [SeoWhere!]
      or: [SeoWhere!]
      not: SeoWhere
      title: StringFilter
      image: AssetWhere
      related: PostWhereList
    }

    enum BlockMember {
      Seo
      Prose
    }

    input BlockWhere {
      and: [BlockWhere!]
      or: [BlockWhere!]
      not: BlockWhere
      is: [BlockMember!]
      seo: SeoWhere
      prose: ProseWhere
    }

    input CommentWhereList {
      some: CommentWhere
      every: CommentWhere
      none: CommentWhere
      count: IntFilter
    }

    input BlockWhereList {
      some: BlockWhere
      every: BlockWhere
      none: BlockWhere
      count: IntFilter
    }
    "#);
}

#[test]
fn a_filter_of_a_value_has_the_operators_of_its_kind() {
    let sdl =
        "type Place @collection { name: String at: Point data: JSON open: Boolean days: [Day!] day: Day }
        enum Day { MO TU }";
    let names = [
        "StringFilter",
        "PointFilter",
        "PointNear",
        "PointWithin",
        "PointBox",
        "PointInput",
        "JSONFilter",
        "JSONPathFilter",
        "BooleanFilter",
        "DayFilter",
        "DayFilterList",
        "TextMode",
    ];
    insta::assert_snapshot!(types(sdl, &names), @r#"
    input StringFilter {
      eq: String
      ne: String
      in: [String!]
      notIn: [String!]
      lt: String
      lte: String
      gt: String
      gte: String
      between: [String!]
      isNull: Boolean
      contains: String
      startsWith: String
      endsWith: String
      like: String
      mode: TextMode
    }

    input BooleanFilter {
      eq: Boolean
      ne: Boolean
      isNull: Boolean
    }

    input JSONFilter {
      isNull: Boolean
      path: JSONPathFilter
    }

    input PointFilter {
      near: PointNear
      within: PointWithin
      isNull: Boolean
    }

    input DayFilter {
      eq: Day
      ne: Day
      in: [Day!]
      notIn: [Day!]
      isNull: Boolean
    }

    input DayFilterList {
      has: Day
      hasEvery: [Day!]
      hasSome: [Day!]
      isEmpty: Boolean
      isNull: Boolean
    }

    enum TextMode {
      SENSITIVE
      INSENSITIVE
    }

    input JSONPathFilter {
      at: String!
      eq: JSON
      ne: JSON
      lt: JSON
      lte: JSON
      gt: JSON
      gte: JSON
      in: [JSON!]
      contains: String
      startsWith: String
      endsWith: String
      exists: Boolean
      isNull: Boolean
    }

    input PointNear {
      lat: Float!
      lng: Float!
      meters: Float!
    }

    input PointWithin @oneOf {
      box: PointBox
      polygon: [PointInput!]
    }

    input PointBox {
      minLat: Float!
      minLng: Float!
      maxLat: Float!
      maxLng: Float!
    }

    input PointInput {
      lat: Float!
      lng: Float!
    }
    "#);
}

#[test]
fn an_order_goes_through_relations_and_counts_lists() {
    let names = ["PostOrderBy", "CommentOrderByList", "SeoOrderBy", "ProseOrderBy", "OrderDirection"];
    insta::assert_snapshot!(types(BLOG, &names), @r#"
    input PostOrderBy {
      id: OrderDirection
      createdAt: OrderDirection
      updatedAt: OrderDirection
      createdBy: UserOrderBy
      updatedBy: UserOrderBy
      version: OrderDirection
      title: OrderDirection
      slug: OrderDirection
      rating: OrderDirection
      state: OrderDirection
      author: UserOrderBy
      tags: TagOrderByList
      comments: CommentOrderByList
      seo: SeoOrderBy
    }

    input CommentOrderByList {
      count: OrderDirection
    }

    input SeoOrderBy {
      title: OrderDirection
      image: AssetOrderBy
      related: PostOrderByList
    }

    enum OrderDirection {
      ASC
      DESC
      ASC_NULLS_FIRST
      ASC_NULLS_LAST
      DESC_NULLS_FIRST
      DESC_NULLS_LAST
    }
    "#);
}
