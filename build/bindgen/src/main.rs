//! Usage: `tessera-bindgen INPUT.wasm OUTPUT_DIR NAME`.
//!
//! wasm-bindgen's own command must match the library to the patch version; going through the library that Cargo.lock
//! pins keeps the two together and needs no `cargo install`.

use anyhow::{Result, bail};
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, name] = arguments.as_slice() else {
        bail!("usage: tessera-bindgen INPUT.wasm OUTPUT_DIR NAME");
    };
    Bindgen::new()
        .input_path(input)
        .out_name(name)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(output)
}
