//! Counts, totals and groups.

use super::types;

#[test]
fn an_aggregate_has_a_part_for_each_function() {
    let sdl =
        "type Sale @collection { amount: Decimal! pieces: Int parcels: BigInt paid: Boolean! buyer: User }";
    let names = [
        "SaleAggregate",
        "SaleAggregateCountDistinct",
        "SaleAggregateSum",
        "SaleAggregateAvg",
        "SaleAggregateMin",
        "SaleAggregateGroup",
        "SaleAggregateGroupKey",
        "SaleAggregateGroupBy",
        "SaleAggregateGroupField",
        "SaleAggregateHaving",
        "SaleAggregateSumHaving",
        "SaleAggregateCountDistinctHaving",
        "SaleAggregateGroupOrderBy",
        "SaleAggregateGroupKeyOrderBy",
        "SaleAggregateSumOrderBy",
        "DateBucket",
    ];
    insta::assert_snapshot!(types(sdl, &names), @r#"
    type SaleAggregate {
      count: Int!
      countDistinct: SaleAggregateCountDistinct!
      sum: SaleAggregateSum!
      avg: SaleAggregateAvg!
      min: SaleAggregateMin!
      max: SaleAggregateMax!
      groups(by: [SaleAggregateGroupBy!]!, having: SaleAggregateHaving, orderBy: [SaleAggregateGroupOrderBy!], limit: Int = 100, offset: Int): [SaleAggregateGroup!]!
    }

    type SaleAggregateGroup {
      key: SaleAggregateGroupKey!
      count: Int!
      countDistinct: SaleAggregateCountDistinct!
      sum: SaleAggregateSum!
      avg: SaleAggregateAvg!
      min: SaleAggregateMin!
      max: SaleAggregateMax!
    }

    type SaleAggregateGroupKey {
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

    type SaleAggregateCountDistinct {
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

    input SaleAggregateCountDistinctHaving {
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

    type SaleAggregateSum {
      amount: Decimal
      pieces: Float
      parcels: BigInt
    }

    input SaleAggregateSumHaving {
      amount: DecimalFilter
      pieces: FloatFilter
      parcels: BigIntFilter
    }

    input SaleAggregateSumOrderBy {
      amount: OrderDirection
      pieces: OrderDirection
      parcels: OrderDirection
    }

    type SaleAggregateAvg {
      amount: Decimal
      pieces: Float
      parcels: Float
    }

    type SaleAggregateMin {
      id: ID
      createdAt: DateTime
      updatedAt: DateTime
      version: Int
      amount: Decimal
      pieces: Int
      parcels: BigInt
    }

    input SaleAggregateGroupBy {
      field: SaleAggregateGroupField!
      bucket: DateBucket
    }

    enum SaleAggregateGroupField {
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

    input SaleAggregateHaving {
      and: [SaleAggregateHaving!]
      or: [SaleAggregateHaving!]
      not: SaleAggregateHaving
      count: IntFilter
      countDistinct: SaleAggregateCountDistinctHaving
      sum: SaleAggregateSumHaving
      avg: SaleAggregateAvgHaving
      min: SaleAggregateMinHaving
      max: SaleAggregateMaxHaving
    }

    input SaleAggregateGroupOrderBy {
      count: OrderDirection
      key: SaleAggregateGroupKeyOrderBy
      countDistinct: SaleAggregateCountDistinctOrderBy
      sum: SaleAggregateSumOrderBy
      avg: SaleAggregateAvgOrderBy
      min: SaleAggregateMinOrderBy
      max: SaleAggregateMaxOrderBy
    }

    input SaleAggregateGroupKeyOrderBy {
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
    insta::assert_snapshot!(types("type Tag @collection { label: String! }", &["TagAggregate", "TagAggregateSum"]), @r#"
    type TagAggregate {
      count: Int!
      countDistinct: TagAggregateCountDistinct!
      min: TagAggregateMin!
      max: TagAggregateMax!
      groups(by: [TagAggregateGroupBy!]!, having: TagAggregateHaving, orderBy: [TagAggregateGroupOrderBy!], limit: Int = 100, offset: Int): [TagAggregateGroup!]!
    }
    "#);
}
