//! Tables in Markdown whose columns stand under each other, so that they can be read as they are.

use std::fmt;

/// A table. Columns of numbers are set to the right.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(head: &[&str]) -> Self {
        Self { rows: vec![head.iter().map(ToString::to_string).collect()] }
    }

    pub fn add(&mut self, row: impl IntoIterator<Item = String>) {
        self.rows.push(row.into_iter().collect());
    }

    fn columns(&self) -> Vec<Column> {
        let count = self.rows.first().map_or(0, Vec::len);
        (0..count).map(|place| Column::of(self.rows.iter().filter_map(|row| row.get(place)))).collect()
    }
}

struct Column {
    width: usize,
    is_number: bool,
}

impl Column {
    fn of<'a>(cells: impl Iterator<Item = &'a String> + Clone) -> Self {
        Self {
            // Markdown wants three dashes.
            width: cells.clone().map(|cell| cell.chars().count()).max().unwrap_or(0).max(3),
            // A dash stands for a number that there is not.
            is_number: cells.skip(1).all(|cell| {
                cell.is_empty() || cell == "–" || cell.starts_with(|first: char| first.is_ascii_digit())
            }),
        }
    }

    fn rule(&self) -> String {
        match self.is_number {
            true => format!("{}:", "-".repeat(self.width - 1)),
            false => "-".repeat(self.width),
        }
    }

    fn cell(&self, text: &str) -> String {
        let blanks = " ".repeat(self.width - text.chars().count().min(self.width));
        match self.is_number {
            true => format!("{blanks}{text}"),
            false => format!("{text}{blanks}"),
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns();
        for (number, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> =
                columns.iter().zip(row).map(|(column, text)| column.cell(text)).collect();
            writeln!(formatter, "| {} |", cells.join(" | "))?;
            if number == 0 {
                let rules: Vec<String> = columns.iter().map(Column::rule).collect();
                writeln!(formatter, "| {} |", rules.join(" | "))?;
            }
        }
        Ok(())
    }
}

/// A whole number with commas between thousands.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other() {
        let mut table = Table::new(&["", "requests/s"]);
        table.add(["Q1".to_owned(), grouped(1_234_567.4)]);
        table.add(["Q2 longer".to_owned(), grouped(12.0)]);
        let expected = "|           | requests/s |\n\
                        | --------- | ---------: |\n\
                        | Q1        |  1,234,567 |\n\
                        | Q2 longer |         12 |\n";
        assert_eq!(table.to_string(), expected);
    }
}
