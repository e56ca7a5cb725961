//! CSV files, read by the names in their first line.

use csv::{ReaderBuilder, StringRecord};
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode};
use crate::transfer::limits;

/// A table whose columns have names.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<StringRecord>,
}

impl Table {
    /// Rows may be longer or shorter than the header; blank lines are passed over.
    ///
    /// Errors: `transfer_damaged`, `transfer_too_many_entries`.
    pub(super) fn parse(text: &str) -> Result<Table, Error> {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut reader =
            ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let header = reader.headers().map_err(|_| ErrorCode::TransferDamaged)?;
        let columns = header.iter().map(|name| name.trim().to_ascii_lowercase()).collect();
        let mut rows = Vec::new();
        for row in reader.records() {
            rows.push(row.map_err(|_| ErrorCode::TransferDamaged)?);
            limits::check_entries(rows.len())?;
        }
        Ok(Table { columns, rows })
    }

    /// Whether the table has all of `names`, in any order, in any case.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.columns.iter().any(|column| column.eq_ignore_ascii_case(name)))
    }

    /// The rows in the file's order.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { columns: &self.columns, cells })
    }
}

/// A row of a [`Table`].
pub(super) struct Row<'a> {
    columns: &'a [String],
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The cell under `name`, without outer white space; empty where there is none.
    pub(super) fn cell(&self, name: &str) -> &'a str {
        let place = self.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
        place.and_then(|place| self.cells.get(place)).unwrap_or_default().trim()
    }
}

/// A CSV text, RFC 4180 section 2, with every cell quoted and LF at the line ends.
pub(super) fn write<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> Zeroizing<Vec<u8>> {
    let mut text = line(header);
    for row in rows {
        text.push_str(&line(row.each_ref().map(String::as_str)));
    }
    Zeroizing::new(text.into_bytes())
}

fn line<const N: usize>(cells: [&str; N]) -> String {
    let quoted = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
    format!("{}\n", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cells in proptest::array::uniform4("[ -~\n\r\t,;\"é]{0,12}")) {
            let cells = cells.map(|cell| cell.trim().to_owned());
            let header = ["name", "login", "note", "totp"];
            let text = write(header, &[cells.clone(), cells.clone()]);
            let table = Table::parse(std::str::from_utf8(&text).unwrap()).unwrap();
            for row in table.rows() {
                prop_assert_eq!(header.map(|name| row.cell(name)), cells.each_ref().map(String::as_str));
            }
            prop_assert_eq!(table.rows().count(), 2);
        }
    }

    #[test]
    fn every_cell_is_quoted() {
        let text = write(["a", "b"], &[[String::from("1,\"2\""), String::new()]]);
        assert_eq!(text.as_slice(), b"\"a\",\"b\"\n\"1,\"\"2\"\"\",\"\"\n");
    }
}
