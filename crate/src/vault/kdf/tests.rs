use super::*;
use proptest::prelude::*;

fn ours(input: &Input<'_>, work: &Work) -> [u8; KEY_BYTES] {
    let mut memory = vec![argon2id::zero(); work.blocks()];
    *argon2id::hash(&mut memory, input, work).unwrap()
}

fn crates(input: &Input<'_>, work: &Work) -> [u8; KEY_BYTES] {
    let mut memory = vec![reference::zero(); work.blocks()];
    *reference::hash(&mut memory, input, work).unwrap()
}

/// RFC 9106 §5.3.
#[test]
fn argon2id_gives_the_tag_of_the_rfc() {
    let input = Input { password: &[1; 32], salt: &[2; 16], secret: &[3; 8], data: &[4; 12] };
    let work = Work { memory: 32, passes: 3, lanes: 4 };
    let tag = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
    assert_eq!(data_encoding::HEXLOWER.encode(&ours(&input, &work)), tag);
    assert_eq!(data_encoding::HEXLOWER.encode(&crates(&input, &work)), tag);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn argon2id_is_that_of_the_crate(
        password in proptest::collection::vec(any::<u8>(), 0..200),
        salt in proptest::collection::vec(any::<u8>(), 8..48),
        secret in proptest::collection::vec(any::<u8>(), 0..40),
        data in proptest::collection::vec(any::<u8>(), 0..32),
        (lanes, memory) in (1u32..6).prop_flat_map(|lanes| (Just(lanes), lanes * 8..lanes * 8 + 200)),
        passes in 1u32..5,
    ) {
        let input = Input { password: &password, salt: &salt, secret: &secret, data: &data };
        let work = Work { memory, passes, lanes };
        prop_assert_eq!(ours(&input, &work), crates(&input, &work));
    }
}

#[test]
fn the_memory_is_wiped_after_each_derivation() {
    let mut memory = Memory::prepare(64).unwrap();
    let input = Input { password: b"word", salt: &[7; 16], ..Input::default() };
    let work = Work { memory: 64, passes: 1, lanes: 1 };
    let first = memory.argon2id(&input, &work).unwrap();
    assert!(memory.0.iter().all(|block| block.as_ref().iter().all(|word| *word == 0)));
    assert_eq!(memory.argon2id(&input, &work).unwrap(), first);
}

#[test]
fn parameters_outside_the_limits_are_refused_before_anything_is_derived() {
    let params = Params { memory: 64 << 10, passes: 3, lanes: 1, salt: [0; 16] };
    for wrong in [
        Params { memory: (64 << 10) - 1, ..params },
        Params { memory: (1 << 20) + 1, ..params },
        Params { memory: u32::MAX, ..params },
        Params { passes: 2, ..params },
        Params { passes: 17, ..params },
        Params { lanes: 0, ..params },
        Params { lanes: 5, ..params },
    ] {
        let refused = Memory::default().derive(&wrong, b"word").unwrap_err();
        assert_eq!(refused.code, ErrorCode::VaultKdfParameters, "{wrong:?}");
    }
    let empty = Memory::default().derive(&params, b"").unwrap_err();
    assert_eq!(empty.code, ErrorCode::VaultPassphraseEmpty);
}

#[test]
fn parameters_are_read_as_written_and_anything_else_is_refused() {
    let params = Params::new(Cost::SMALL, 2, &[7; 16]).unwrap();
    let bytes = params.to_bytes();
    assert_eq!(Params::from_bytes(&bytes), Ok(params));
    let weak = Params { passes: 1, ..params }.to_bytes();
    let another = [&[2], &bytes[1..]].concat();
    for wrong in [&[][..], &bytes[..bytes.len() - 1], &weak, &another] {
        assert_eq!(Params::from_bytes(wrong), Err(ErrorCode::VaultKdfParameters.into()), "{wrong:?}");
    }
    assert_eq!(Params::new(Cost::SMALL, 2, &[7; 15]), Err(ErrorCode::VaultKdfParameters.into()));
}

#[test]
fn the_kinds_of_work_are_what_the_person_is_told() {
    let sizes = [Cost::USUAL, Cost::SMALL, Cost::HIGH, Cost::FLOOR, Cost::CEILING];
    assert_eq!(sizes.map(|cost| cost.memory / 1024), [128, 64, 256, 64, 1024]);
}

#[test]
fn work_that_the_rfc_does_not_allow_is_refused() {
    let input = Input { password: b"word", salt: &[7; 16], ..Input::default() };
    let work = Work { memory: 16, passes: 1, lanes: 2 };
    assert!(Memory::default().argon2id(&input, &work).is_ok());
    for wrong in [
        Work { passes: 0, ..work },
        Work { lanes: 0, ..work },
        Work { memory: 15, ..work },
        Work { memory: LARGEST_MEMORY + 1, ..work },
        Work { lanes: 1 << 24, memory: LARGEST_MEMORY, ..work },
    ] {
        assert_eq!(wrong.check(), Err(ErrorCode::VaultKdfParameters.into()), "{wrong:?}");
        assert!(Memory::default().argon2id(&input, &wrong).is_err());
    }
}

/// The addresses that do not depend on the password are made 128 at a time.
#[test]
fn a_segment_that_takes_addresses_twice_gives_the_tag_of_the_crate_too() {
    let input = Input { password: b"word", salt: &[7; 16], ..Input::default() };
    let work = Work { memory: 4 * 300, passes: 1, lanes: 1 };
    assert_eq!(ours(&input, &work), crates(&input, &work));
}

#[test]
fn memory_is_touched_at_once_and_kept_for_the_next_derivation() {
    let mut memory = Memory::prepare(64).unwrap();
    assert_eq!(memory.0.len(), 64);
    let input = Input { password: b"word", salt: &[7; 16], ..Input::default() };
    memory.argon2id(&input, &Work { memory: 32, passes: 1, lanes: 1 }).unwrap();
    assert_eq!(memory.0.len(), 64);
}
