//! Tables for people: columns without borders, two spaces apart.

use comfy_table::{ContentArrangement, Table, presets};

/// An empty table with these column heads.
pub(crate) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_header(header);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}
