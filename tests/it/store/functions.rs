//! Headwater's SQL functions for SQLite answer what PostgreSQL's own do.

use headwater::store::StoreOptions;

use super::Databases;
use crate::support::asking::read_text;

/// Numbers that look random and are the same in every run (a linear congruence, Knuth's constants).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 ^ (self.0 >> 29)
    }
}

/// Runs both statements and compares their answers, word by word.
async fn compare(databases: &Databases, sqlite: &str, postgres: &str) {
    let ours = read_text(&databases.sqlite, sqlite, &[]).await.unwrap();
    let theirs = read_text(&databases.postgres, postgres, &[]).await.unwrap();
    for (ours, theirs) in ours.split(' ').zip(theirs.split(' ')) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours, theirs);
}

#[tokio::test]
async fn floats_read_the_same() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut numbers = Numbers(1);
    let powers = (-1074..1024).map(|power| 2f64.powi(power));
    let near_powers = powers.clone().flat_map(|power| [power.next_up(), power.next_down()]);
    let random = (0..4000).map(|_| f64::from_bits(numbers.next()));
    let mut numbers = Numbers(2);
    let integers =
        (0..4000).map(|step| (numbers.next() >> (step % 40)) as f64).collect::<Vec<_>>().into_iter();
    let mut numbers = Numbers(3);
    let prices = (0..2000).map(|_| (numbers.next() % 1_000_000_000) as f64 / 1000.0);
    let quarters = integers.clone().map(|value| value / 4.0);
    let tens = (-300..300).map(|exponent| format!("1e{exponent}").parse::<f64>().unwrap());
    let values =
        powers.chain(near_powers).chain(tens).chain(quarters).chain(random).chain(integers).chain(prices);
    let values = values.filter(|value| value.is_finite()).collect::<Vec<_>>();
    for values in values.chunks(400) {
        // Bound, not written: SQLite reads the text of very small numbers inexactly.
        let bound = |place: &dyn Fn(usize) -> String| {
            (1..=values.len()).map(|number| format!("({})", place(number))).collect::<Vec<_>>().join(",")
        };
        let (ours, theirs) = (bound(&|_| "?".to_owned()), bound(&|number| format!("${number}::float8")));
        let sqlite = format!("WITH v(x) AS (VALUES {ours}) SELECT group_concat(hw_float(x), ' ') FROM v");
        let postgres = format!("WITH v(x) AS (VALUES {theirs}) SELECT string_agg(x::text, ' ') FROM v");
        let binds = values.iter().map(|value| sea_orm::Value::from(*value)).collect::<Vec<_>>();
        let ours = read_text(&databases.sqlite, &sqlite, &binds).await.unwrap();
        let theirs = read_text(&databases.postgres, &postgres, &binds).await.unwrap();
        for ((ours, theirs), value) in ours.split(' ').zip(theirs.split(' ')).zip(values) {
            assert_eq!(ours, theirs, "{value:?}");
        }
    }
}

#[tokio::test]
async fn polygons_hold_the_same_points() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut numbers = Numbers(4);
    // On a small grid, so that points often lie on corners and edges.
    let mut coordinate = || (numbers.next() >> 20) % 5;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..3000 {
        let corners = (0..3 + round % 5).map(|_| (coordinate(), coordinate())).collect::<Vec<_>>();
        let (x, y) = (coordinate(), coordinate());
        let json =
            corners.iter().map(|(x, y)| format!("{{\"lat\":{y},\"lng\":{x}}}")).collect::<Vec<_>>().join(",");
        let text = corners.iter().map(|(x, y)| format!("({x},{y})")).collect::<Vec<_>>().join(",");
        ours.push(format!("hw_within_polygon('{{\"lat\":{y},\"lng\":{x}}}', '[{json}]')"));
        theirs.push(format!("(polygon '({text})' @> point '({x},{y})')::int"));
    }
    for (ours, theirs) in ours.chunks(50).zip(theirs.chunks(50)) {
        let sqlite = format!("SELECT concat_ws(' ', {})", ours.join(", "));
        let postgres = format!("SELECT concat_ws(' ', {})", theirs.join(", "));
        compare(&databases, &sqlite, &postgres).await;
    }
}

#[tokio::test]
async fn decimals_add_up_the_same() {
    let databases = Databases::open(&StoreOptions::default()).await;
    let mut numbers = Numbers(5);
    for count in 1..40 {
        let values = (0..count).map(|_| {
            let (whole, fraction) =
                (numbers.next() as i64 >> (numbers.next() % 60), numbers.next() % 100_000_000);
            format!("('{whole}.{fraction}')")
        });
        let values = values.collect::<Vec<_>>().join(",");
        let sqlite = format!(
            "WITH v(x) AS (VALUES {values}) SELECT hw_decimal_sum(x) || ' ' || hw_decimal_avg(x) FROM v"
        );
        let postgres = format!(
            "WITH v(x) AS (VALUES {values}) SELECT trim_scale(sum(x::numeric)) || ' ' \
             || trim_scale(round(sum(x::numeric)::numeric(1000,40) / count(*), 10)) FROM v"
        );
        compare(&databases, &sqlite, &postgres).await;
    }
}
