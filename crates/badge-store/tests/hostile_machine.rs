//! A machine that is against us: folders that cannot or must not be used, clocks that jump, many threads at once, links
//! planted by others, and what is left of a badge that was deleted.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::world::*;
use badge_store::{AddOutcome, NewBadge, PermissionProblem, Store, StoreCode, StoreError};

/// A store of three badges, closed.
fn three_badges() -> (World, Vec<Sample>) {
    let world = World::new();
    let samples: Vec<Sample> = (1..=3).map(sample).collect();
    let store = world.open_sound();
    samples.iter().for_each(|sample| drop(sample.keep_in(&store)));
    (world, samples)
}

fn is_root(what: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED: {what} (root is needed)");
    }
    root
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// Row N11.
#[test]
fn nobody_else_can_read_what_is_kept() {
    let (world, _) = three_badges();
    for file in world.files() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for folder in ["", "originals", "documents", "records", "index"] {
        assert_eq!(mode(&world.dir().join(folder)), 0o700, "{folder:?}");
    }
}

/// Row N11: each case makes a sound store unsafe, is refused, and changes nothing.
#[test]
fn a_folder_that_is_not_safe_is_refused() {
    type Case = (&'static str, PermissionProblem, fn(&Path));
    let open_to_all: fn(&Path) = |path| fs::set_permissions(path, PermissionsExt::from_mode(0o777)).unwrap();
    let open_to_group: fn(&Path) =
        |path| fs::set_permissions(path, PermissionsExt::from_mode(0o770)).unwrap();
    let behind_a_link: fn(&Path) = |path| {
        let elsewhere = path.parent().unwrap().join("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        symlink(&elsewhere, path).unwrap();
    };
    let anothers: fn(&Path) = |path| std::os::unix::fs::chown(path, Some(65_534), None).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for folder in ["", "originals", "records", "index"] {
        cases.push((folder, PermissionProblem::OthersMayWrite, open_to_all));
        cases.push((folder, PermissionProblem::OthersMayWrite, open_to_group));
        cases.push((folder, PermissionProblem::SymbolicLink, behind_a_link));
        if is_root("a store of another user") {
            cases.push((folder, PermissionProblem::OtherOwner, anothers));
        }
    }
    for (folder, problem, spoil) in cases {
        let (world, _) = three_badges();
        // Joining the empty name would add a slash, and a link with a slash is followed.
        let path = if folder.is_empty() { world.dir() } else { world.dir().join(folder) };
        spoil(&path);
        let files = world.files();
        let error = world.try_open().map(drop).unwrap_err();
        let right = matches!(&error, StoreError::Permission { problem: found, .. } if *found == problem);
        assert!(right, "{folder:?}, {problem}: {error}");
        assert_eq!(error.code(), StoreCode::Permission);
        assert_eq!(world.files(), files, "nothing was changed");
    }
}

/// Row N11: everything can be read from a read-only disk, and nothing is written.
#[test]
fn a_read_only_disk_shows_every_badge() {
    if !is_root("a read-only disk") {
        return;
    }
    let world = World::new();
    let _mounted = Mounted::new(&world.dir());
    let samples: Vec<Sample> = (1..=3).map(sample).collect();
    let store = world.open().0;
    samples.iter().for_each(|sample| drop(sample.keep_in(&store)));
    drop(store);
    run("mount", &["-o", "remount,ro"], &world.dir());
    let files = world.files();
    let (store, report) = world.open();
    assert_eq!((report.badges, report.read_only), (3, Some(StoreCode::ReadOnly)));
    samples.iter().for_each(|sample| sample.assert_in(&store));
    let refused = [
        store.keep(sample(4).new_badge()).map(drop),
        store.remove(&samples[0].id(), time(1)).map(drop),
        store.put_setting("offline", &true.into()),
    ];
    for error in refused.map(Result::unwrap_err) {
        assert_eq!(error.code(), StoreCode::ReadOnly, "{error}");
    }
    samples.iter().for_each(|sample| sample.assert_in(&store));
    assert_eq!(world.files(), files);
    drop(store);
    run("mount", &["-o", "remount,rw"], &world.dir());
    sample(4).keep_in(&world.open_sound());
}

/// A disk of our own, unmounted at the end.
struct Mounted(PathBuf);

impl Mounted {
    /// A loop file with ext4 in it where that can be had, else a disk in memory: both refuse in the same way.
    fn new(at: &Path) -> Self {
        let image = at.with_file_name("disk.img");
        fs::create_dir(at).unwrap();
        fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
        let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image).status();
        let looped = made.is_ok_and(|status| status.success())
            && Command::new("mount").args(["-o", "loop"]).arg(&image).arg(at).status().unwrap().success();
        if !looped {
            println!("no loop devices: a disk in memory instead");
            run("mount", &["-t", "tmpfs", "tmpfs"], at);
        }
        fs::set_permissions(at, PermissionsExt::from_mode(0o700)).unwrap();
        Self(at.to_owned())
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        run("umount", &[], &self.0);
    }
}

fn run(program: &str, arguments: &[&str], path: &Path) {
    assert!(Command::new(program).args(arguments).arg(path).status().unwrap().success(), "{program}");
}

/// Row N17: the clock jumps ten years ahead and back; then records and index are lost as well.
#[test]
fn badges_keep_their_order_when_the_clock_jumps() {
    const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * 60;
    let world = World::new();
    let times = [0, 10, TEN_YEARS, TEN_YEARS + 10, 20, -TEN_YEARS, 30];
    let expected: Vec<_> = (1..=times.len() as u32).rev().map(|number| sample(number).id()).collect();
    let order =
        |store: &Store| -> Vec<_> { store.badges().unwrap().into_iter().map(|record| record.id).collect() };
    for (number, at) in (1..).zip(times) {
        // Opened anew for each, as a clock jumps while the machine sleeps.
        let sample = Sample { at: time(at), ..sample(number) };
        sample.keep_in(&world.open_sound());
    }
    let store = world.open_sound();
    assert_eq!(order(&store), expected);
    let (first, later) = (&expected[6], time(TEN_YEARS));
    store.remove(first, later).unwrap();
    assert_eq!(store.purge(time(40)).unwrap(), 0, "removed in the future is not long ago");
    store.undo_remove(first).unwrap();
    assert_eq!(order(&store), expected);
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    assert_eq!(order(&world.open().0), expected, "from the originals alone");
}

/// Row N18: after a purge neither the plain bytes nor the sealed ones are anywhere below the folder: who has the key
/// finds nothing to use it on.
#[test]
fn nothing_is_left_of_a_purged_badge() {
    let (world, _) = three_badges();
    let store = world.open_sound();
    let nowhere: Vec<PathBuf> = Vec::new();
    let marker = b"known plaintext of a badge to be forgotten";
    // A small original is in the index as a whole, a large one is not.
    for (number, filler) in [(8, 0), (9, 100_000)] {
        let mut forgotten = sample(number);
        forgotten.original = [marker.as_slice(), &vec![7; filler]].concat();
        let before = world.files();
        forgotten.keep_in(&store);
        let own = world.files().into_iter().filter(|file| !before.contains(file));
        let sealed: Vec<Vec<u8>> = own
            .filter(|file| {
                file.starts_with(world.dir().join("originals"))
                    || file.starts_with(world.dir().join("records"))
            })
            .map(|file| fs::read(file).unwrap())
            .map(|bytes| bytes[bytes.len() - 48..].to_vec())
            .collect();
        assert_eq!(sealed.len(), 3, "original, record and report");
        let found = |pieces: &[Vec<u8>]| {
            let holds = |bytes: &[u8], piece: &[u8]| bytes.windows(piece.len()).any(|window| window == piece);
            let files = world.files().into_iter().map(|file| (fs::read(&file).unwrap(), file));
            let held = files.filter(|(bytes, _)| pieces.iter().any(|piece| holds(bytes, piece)));
            held.map(|(_, file)| file).collect::<Vec<_>>()
        };
        assert!(found(&sealed).len() >= 3, "the search finds what is there");
        assert_eq!(found(&[marker.to_vec()]), nowhere, "nothing is kept in the clear");
        store.remove(&forgotten.id(), time(0)).unwrap();
        assert_eq!(store.purge(time(1)).unwrap(), 1);
        assert_eq!(found(&sealed), nowhere, "what was purged is gone");
    }
    for number in 1..=3 {
        sample(number).assert_in(&store);
    }
    drop(store);
    let store = world.open_sound();
    for number in 1..=3 {
        sample(number).assert_in(&store);
    }
}

/// Row N18: removed, closed, opened again, brought back.
#[test]
fn a_removed_badge_comes_back_whole_after_opening_again() {
    let (world, samples) = three_badges();
    let store = world.open_sound();
    samples.iter().for_each(|sample| drop(store.remove(&sample.id(), time(5)).unwrap()));
    drop(store);
    let store = world.open_sound();
    assert!(store.badges().unwrap().is_empty());
    samples.iter().for_each(|sample| drop(store.undo_remove(&sample.id()).unwrap()));
    drop(store);
    let store = world.open_sound();
    assert_eq!(store.badges().unwrap().len(), 3);
    samples.iter().for_each(|sample| sample.assert_in(&store));
}

/// Row N19: fifty imports at once while others list, and the count is that of the imports.
#[test]
fn fifty_imports_at_once_all_arrive() {
    const IMPORTS: u32 = 50;
    let (done, finished) = mpsc::channel();
    thread::spawn(move || {
        let world = World::new();
        let store = world.open_sound();
        thread::scope(|scope| {
            for number in 1..=IMPORTS {
                let store = &store;
                scope.spawn(move || {
                    let sample = sample(number);
                    let before = store.badges().unwrap().len();
                    assert!(matches!(sample.keep_in(store), AddOutcome::Added { .. }));
                    let listed = store.badges().unwrap();
                    assert!(listed.len() > before, "a list made later is not shorter");
                    assert!(listed.iter().any(|record| record.id == sample.id()), "what was kept is listed");
                });
            }
        });
        let mut sequences: Vec<u64> =
            store.badges().unwrap().into_iter().map(|record| record.sequence).collect();
        sequences.reverse();
        assert_eq!(sequences, (1..=u64::from(IMPORTS)).collect::<Vec<_>>(), "each has a number of its own");
        drop(store);
        (1..=IMPORTS).for_each(|number| sample(number).assert_in(&world.open().0));
        done.send(()).unwrap();
    });
    // A panic in there drops the sender, a deadlock does not.
    finished.recv_timeout(Duration::from_secs(300)).unwrap();
}

/// Row N21: a link that waits where the next temporary file will be is not written through.
#[test]
fn a_planted_link_is_not_followed() {
    let (world, samples) = three_badges();
    let victim = world.temporary.path().join("victim");
    fs::write(&victim, b"of somebody else").unwrap();
    let store = world.open_sound();
    for folder in ["originals", "documents", "records"] {
        for number in 0..5_000 {
            let name = format!("unfinished-{}-{number}", std::process::id());
            symlink(&victim, world.dir().join(folder).join(name)).unwrap();
        }
    }
    let new = sample(4);
    let error = store.keep(NewBadge { documents: &[], ..new.new_badge() }).unwrap_err();
    assert_eq!(error.code(), StoreCode::Io, "{error}");
    assert_eq!(fs::read(&victim).unwrap(), b"of somebody else");
    // The error made it read everything again, which clears such names away: the links, not what they lead to.
    new.keep_in(&store);
    samples.iter().chain([&new]).for_each(|sample| sample.assert_in(&store));
    assert_eq!(fs::read(&victim).unwrap(), b"of somebody else");
}

/// Row N21: a link or a folder at the name of a sealed file is damage to that badge, and hides no other.
#[test]
fn a_link_in_place_of_an_original_is_named_and_hides_nothing() {
    let link: fn(&Path, &Path) = |elsewhere, path| symlink(elsewhere, path).unwrap();
    let folder: fn(&Path, &Path) = |_, path| fs::create_dir(path).unwrap();
    for (plant, lost_index) in [(link, false), (link, true), (folder, false), (folder, true)] {
        let (world, samples) = three_badges();
        let mut originals = files_below(&world.dir().join("originals"));
        originals.sort_by_key(|path| fs::metadata(path).unwrap().len());
        let elsewhere = world.temporary.path().join("elsewhere");
        // The smallest original is that of the first badge.
        fs::rename(&originals[0], &elsewhere).unwrap();
        plant(&elsewhere, &originals[0]);
        if lost_index {
            fs::remove_dir_all(world.dir().join("index")).unwrap();
        }
        let (store, report) = world.open();
        assert_eq!(report.badges, 3);
        let named: Vec<_> = store.damaged().into_iter().map(|damage| damage.what).collect();
        assert_eq!(named, ["Weaving 1"]);
        assert_eq!(store.originals(&samples[0].id()).unwrap_err().code(), StoreCode::Damaged);
        samples[1..].iter().for_each(|sample| sample.assert_in(&store));
    }
}
