//! Usage: `tessera-bindgen INPUT.wasm OUTPUT_DIR NAME [--shifts]`; with `--shifts` rotations are written as shifts.
//!
//! wasm-bindgen's own command must match the library to the patch version; going through the library that Cargo.lock
//! pins keeps the two together and needs no `cargo install`.

mod rotations;

use std::path::Path;

use anyhow::{Result, bail};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (input, output, name, shifts) = match arguments.as_slice() {
        [input, output, name] => (input, output, name, false),
        [input, output, name, option] if option == "--shifts" => (input, output, name, true),
        _ => bail!("usage: tessera-bindgen INPUT.wasm OUTPUT_DIR NAME [--shifts]"),
    };
    Bindgen::new()
        .input_path(input)
        .out_name(name)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(output)?;

    if shifts {
        let made = Path::new(output).join(format!("{name}_bg.wasm"));
        let mut module = ModuleConfig::new().generate_producers_section(false).parse_file(&made)?;
        rotations::expand(&mut module);
        module.emit_wasm_file(&made)?;
    }
    Ok(())
}
