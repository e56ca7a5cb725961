//! Rotations by a fixed number of bits, written as two shifts.
//!
//! A page that has just been opened runs what the engine's first compiler made of a module. Chromium's calls a function in
//! C for each rotation and puts away every register before it, and ciphers and hashes are little else. Its second compiler,
//! like those of other engines, makes one instruction of the two shifts again.

use walrus::ir::{self, BinaryOp, Binop, Const, Instr, InstrSeq, LocalGet, LocalSet, Value, VisitorMut};
use walrus::{LocalId, Module, ModuleLocals, ValType};

/// Rewrites every rotation whose distance is a constant.
pub(crate) fn expand(module: &mut Module) {
    for (_, function) in module.funcs.iter_local_mut() {
        let entry = function.entry_block();
        let mut expander = Expander { locals: &mut module.locals, narrow: None, wide: None };
        ir::dfs_pre_order_mut(&mut expander, function, entry);
    }
}

/// One function's rotations. What is turned needs a local, one for each width that occurs.
struct Expander<'a> {
    locals: &'a mut ModuleLocals,
    narrow: Option<LocalId>,
    wide: Option<LocalId>,
}

impl VisitorMut for Expander<'_> {
    fn start_instr_seq_mut(&mut self, sequence: &mut InstrSeq) {
        let mut expanded = Vec::with_capacity(sequence.instrs.len());
        for (instruction, place) in sequence.instrs.drain(..) {
            let rotation = expanded.last().and_then(|(before, _)| Rotation::new(before, &instruction));
            match rotation {
                Some(rotation) => {
                    expanded.pop();
                    expanded.extend(self.shifts(&rotation).map(|shift| (shift, place)));
                }
                None => expanded.push((instruction, place)),
            }
        }
        sequence.instrs = expanded;
    }
}

impl Expander<'_> {
    fn shifts(&mut self, rotation: &Rotation) -> [Instr; 8] {
        let (kept, width) = match rotation.width {
            Width::Narrow => (&mut self.narrow, ValType::I32),
            Width::Wide => (&mut self.wide, ValType::I64),
        };
        let local = *kept.get_or_insert_with(|| self.locals.add(width));
        let [left, right, or] = rotation.operations();
        [
            LocalSet { local }.into(),
            LocalGet { local }.into(),
            rotation.constant(rotation.left),
            Binop { op: left }.into(),
            LocalGet { local }.into(),
            rotation.constant(rotation.bits().saturating_sub(rotation.left)),
            Binop { op: right }.into(),
            Binop { op: or }.into(),
        ]
    }
}

/// A rotation to the left by less than its width, and by more than nothing.
struct Rotation {
    width: Width,
    left: i64,
}

enum Width {
    Narrow,
    Wide,
}

impl Rotation {
    /// What two instructions in a row do, if it is that.
    fn new(distance: &Instr, operation: &Instr) -> Option<Rotation> {
        let (Instr::Const(Const { value }), Instr::Binop(Binop { op })) = (distance, operation) else {
            return None;
        };
        let distance = match value {
            Value::I32(distance) => i64::from(*distance),
            Value::I64(distance) => *distance,
            _ => return None,
        };
        let (width, left) = match op {
            BinaryOp::I32Rotl => (Width::Narrow, distance),
            BinaryOp::I32Rotr => (Width::Narrow, distance.checked_neg()?),
            BinaryOp::I64Rotl => (Width::Wide, distance),
            BinaryOp::I64Rotr => (Width::Wide, distance.checked_neg()?),
            _ => return None,
        };
        let mut rotation = Rotation { width, left };
        rotation.left = left.rem_euclid(rotation.bits());
        (rotation.left != 0).then_some(rotation)
    }

    fn bits(&self) -> i64 {
        match self.width {
            Width::Narrow => 32,
            Width::Wide => 64,
        }
    }

    fn constant(&self, number: i64) -> Instr {
        let value = match self.width {
            // At most 31.
            Width::Narrow => Value::I32(number as i32),
            Width::Wide => Value::I64(number),
        };
        Const { value }.into()
    }

    fn operations(&self) -> [BinaryOp; 3] {
        match self.width {
            Width::Narrow => [BinaryOp::I32Shl, BinaryOp::I32ShrU, BinaryOp::I32Or],
            Width::Wide => [BinaryOp::I64Shl, BinaryOp::I64ShrU, BinaryOp::I64Or],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use walrus::{FunctionBuilder, FunctionId, FunctionKind};

    use super::*;

    /// A module whose only function turns its only parameter.
    fn module(width: ValType, distance: Value, op: BinaryOp) -> (Module, FunctionId, LocalId) {
        let mut module = Module::default();
        let word = module.locals.add(width);
        let mut builder = FunctionBuilder::new(&mut module.types, &[width], &[width]);
        builder.func_body().local_get(word).const_(distance).binop(op);
        let function = builder.finish(vec![word], &mut module.funcs);
        (module, function, word)
    }

    fn instructions(module: &Module, function: FunctionId) -> Vec<Instr> {
        let FunctionKind::Local(local) = &module.funcs.get(function).kind else {
            panic!("not a local function")
        };
        local.block(local.entry_block()).instrs.iter().map(|(instruction, _)| instruction.clone()).collect()
    }

    /// What shifts of 64 bits give; those of 32 are masked.
    fn run(instructions: &[Instr], word: (LocalId, u64), mask: u64) -> u64 {
        let (mut locals, mut stack) = (HashMap::from([word]), Vec::new());
        for instruction in instructions {
            match instruction {
                Instr::LocalGet(LocalGet { local }) => stack.push(locals[local]),
                Instr::LocalSet(LocalSet { local }) => drop(locals.insert(*local, stack.pop().unwrap())),
                Instr::Const(Const { value: Value::I32(number) }) => {
                    stack.push(u64::try_from(*number).unwrap())
                }
                Instr::Const(Const { value: Value::I64(number) }) => {
                    stack.push(u64::try_from(*number).unwrap())
                }
                Instr::Binop(Binop { op }) => {
                    let (right, left) = (stack.pop().unwrap(), stack.pop().unwrap());
                    stack.push(
                        mask & match op {
                            BinaryOp::I32Shl | BinaryOp::I64Shl => left << right,
                            BinaryOp::I32ShrU | BinaryOp::I64ShrU => left >> right,
                            BinaryOp::I32Or | BinaryOp::I64Or => left | right,
                            other => panic!("{other:?}"),
                        },
                    );
                }
                other => panic!("{other:?}"),
            }
        }
        stack.pop().unwrap()
    }

    #[test]
    fn shifts_give_what_the_rotation_gave() {
        for distance in [1, 7, 31, 33, 63, -5] {
            for word in [1, 0x8000_0001_8000_0001, 0x0123_4567_89AB_CDEF] {
                for (op, turned) in [
                    (BinaryOp::I64Rotl, u64::rotate_left(word, (distance & 63) as u32)),
                    (BinaryOp::I64Rotr, u64::rotate_right(word, (distance & 63) as u32)),
                ] {
                    let (mut module, function, local) = module(ValType::I64, Value::I64(distance), op);
                    expand(&mut module);
                    assert_eq!(run(&instructions(&module, function), (local, word), u64::MAX), turned);
                }
                let narrow = word as u32;
                for (op, turned) in [
                    (BinaryOp::I32Rotl, narrow.rotate_left((distance & 31) as u32)),
                    (BinaryOp::I32Rotr, narrow.rotate_right((distance & 31) as u32)),
                ] {
                    let (mut module, function, local) = module(ValType::I32, Value::I32(distance as i32), op);
                    expand(&mut module);
                    let given =
                        run(&instructions(&module, function), (local, narrow.into()), u32::MAX.into());
                    assert_eq!(given, u64::from(turned));
                }
            }
        }
    }

    #[test]
    fn what_turns_nothing_or_by_what_is_not_known_stays() {
        for distance in [0, 64] {
            let (mut module, function, _) = module(ValType::I64, Value::I64(distance), BinaryOp::I64Rotl);
            expand(&mut module);
            assert_eq!(instructions(&module, function).len(), 3);
        }
    }
}
