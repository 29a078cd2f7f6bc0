//! Counts, totals and groups.

use super::types;

#[test]
fn an_aggregate_has_a_part_for_each_function() {
    let sdl =
        "type Sale @collection { amount: Decimal! pieces: Int parcels: BigInt paid: Boolean! buyer: User }";
    let names = [
        "SaleAggregate",
        "SaleCountDistinct",
        "SaleSum",
        "SaleAvg",
        "SaleMin",
        "SaleGroup",
        "SaleGroupKey",
        "SaleGroupBy",
        "SaleGroupField",
        "SaleHaving",
        "SaleSumHaving",
        "SaleCountDistinctHaving",
        "SaleGroupOrderBy",
        "SaleGroupKeyOrderBy",
        "SaleSumOrderBy",
        "DateBucket",
    ];
    insta::assert_snapshot!(types(sdl, &names), @r#"
    type SaleAggregate {
      count: Int!
      countDistinct: SaleCountDistinct!
      sum: SaleSum!
      avg: SaleAvg!
      min: SaleMin!
      max: SaleMax!
      groups(by: [SaleGroupBy!]!, having: SaleHaving, orderBy: [SaleGroupOrderBy!], limit: Int = 100, offset: Int): [SaleGroup!]!
    }

    type SaleGroup {
      key: SaleGroupKey!
      count: Int!
      countDistinct: SaleCountDistinct!
      sum: SaleSum!
      avg: SaleAvg!
      min: SaleMin!
      max: SaleMax!
    }

    type SaleGroupKey {
      id: ID
      createdAt: DateTime
      updatedAt: DateTime
      createdBy: User
      updatedBy: User
      version: Int
      amount: Decimal
      pieces: Int
      parcels: BigInt
      paid: Boolean
      buyer: User
    }

    type SaleCountDistinct {
      id: Int!
      createdAt: Int!
      updatedAt: Int!
      createdBy: Int!
      updatedBy: Int!
      version: Int!
      amount: Int!
      pieces: Int!
      parcels: Int!
      paid: Int!
      buyer: Int!
    }

    input SaleCountDistinctHaving {
      id: IntFilter
      createdAt: IntFilter
      updatedAt: IntFilter
      createdBy: IntFilter
      updatedBy: IntFilter
      version: IntFilter
      amount: IntFilter
      pieces: IntFilter
      parcels: IntFilter
      paid: IntFilter
      buyer: IntFilter
    }

    type SaleSum {
      amount: Decimal
      pieces: Float
      parcels: BigInt
    }

    input SaleSumHaving {
      amount: DecimalFilter
      pieces: FloatFilter
      parcels: BigIntFilter
    }

    input SaleSumOrderBy {
      amount: OrderDirection
      pieces: OrderDirection
      parcels: OrderDirection
    }

    type SaleAvg {
      amount: Decimal
      pieces: Float
      parcels: Float
    }

    type SaleMin {
      id: ID
      createdAt: DateTime
      updatedAt: DateTime
      version: Int
      amount: Decimal
      pieces: Int
      parcels: BigInt
    }

    input SaleGroupBy {
      field: SaleGroupField!
      bucket: DateBucket
    }

    enum SaleGroupField {
      id
      createdAt
      updatedAt
      createdBy
      updatedBy
      version
      amount
      pieces
      parcels
      paid
      buyer
    }

    input SaleHaving {
      and: [SaleHaving!]
      or: [SaleHaving!]
      not: SaleHaving
      count: IntFilter
      countDistinct: SaleCountDistinctHaving
      sum: SaleSumHaving
      avg: SaleAvgHaving
      min: SaleMinHaving
      max: SaleMaxHaving
    }

    input SaleGroupOrderBy {
      count: OrderDirection
      key: SaleGroupKeyOrderBy
      countDistinct: SaleCountDistinctOrderBy
      sum: SaleSumOrderBy
      avg: SaleAvgOrderBy
      min: SaleMinOrderBy
      max: SaleMaxOrderBy
    }

    input SaleGroupKeyOrderBy {
      id: OrderDirection
      createdAt: OrderDirection
      updatedAt: OrderDirection
      createdBy: OrderDirection
      updatedBy: OrderDirection
      version: OrderDirection
      amount: OrderDirection
      pieces: OrderDirection
      parcels: OrderDirection
      paid: OrderDirection
      buyer: OrderDirection
    }

    enum DateBucket {
      HOUR
      DAY
      WEEK
      MONTH
      QUARTER
      YEAR
    }
    "#);
}

#[test]
fn totals_are_left_out_where_there_is_nothing_to_add() {
    insta::assert_snapshot!(types("type Tag @collection { label: String! }", &["TagAggregate", "TagSum"]), @r#"
    type TagAggregate {
      count: Int!
      countDistinct: TagCountDistinct!
      min: TagMin!
      max: TagMax!
      groups(by: [TagGroupBy!]!, having: TagHaving, orderBy: [TagGroupOrderBy!], limit: Int = 100, offset: Int): [TagGroup!]!
    }
    "#);
}
