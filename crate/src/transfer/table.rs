//! CSV files, read by the names in their first line.

use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};
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

/// A CSV text with every cell quoted, LF at the line ends.
///
/// Errors: none that texts in memory cause.
pub(super) fn write<const N: usize>(
    header: [&str; N],
    rows: &[[String; N]],
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut writer = WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    writer.write_record(header).map_err(|_| ErrorCode::TransferDamaged)?;
    for row in rows {
        writer.write_record(row).map_err(|_| ErrorCode::TransferDamaged)?;
    }
    writer.into_inner().map(Zeroizing::new).map_err(|_| ErrorCode::TransferDamaged.into())
}
