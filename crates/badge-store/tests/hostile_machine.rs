//! Hostile machines: unusable or unsafe folders, clocks that jump, many threads, planted links, and remains
//! of purged badges.

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

/// Returns a closed store with three badges.
fn three_badges() -> (World, Vec<Sample>) {
    let world = World::new();
    let samples: Vec<Sample> = (1..=3).map(sample).collect();
    let store = world.open_clean();
    samples.iter().for_each(|sample| drop(sample.add_to(&store)));
    (world, samples)
}

fn is_root(test: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        println!("SKIPPED: {test} (root is needed)");
    }
    root
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
}

/// Row N11.
#[test]
fn files_are_unreadable_for_others() {
    let (world, _) = three_badges();
    for file in world.files() {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    for folder in ["", "originals", "documents", "records", "index"] {
        assert_eq!(mode(&world.dir().join(folder)), 0o700, "{folder:?}");
    }
}

/// Row N11: each case makes a store unsafe; opening is refused and changes nothing.
#[test]
fn unsafe_folders_are_refused_and_unchanged() {
    type Case = (&'static str, PermissionProblem, fn(&Path));
    let open_to_all: fn(&Path) = |path| fs::set_permissions(path, PermissionsExt::from_mode(0o777)).unwrap();
    let open_to_group: fn(&Path) =
        |path| fs::set_permissions(path, PermissionsExt::from_mode(0o770)).unwrap();
    let behind_a_link: fn(&Path) = |path| {
        let elsewhere = path.parent().unwrap().join("elsewhere");
        fs::rename(path, &elsewhere).unwrap();
        symlink(&elsewhere, path).unwrap();
    };
    let of_another_user: fn(&Path) = |path| std::os::unix::fs::chown(path, Some(65_534), None).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for folder in ["", "originals", "records", "index"] {
        cases.push((folder, PermissionProblem::OthersMayWrite, open_to_all));
        cases.push((folder, PermissionProblem::OthersMayWrite, open_to_group));
        cases.push((folder, PermissionProblem::SymbolicLink, behind_a_link));
        if is_root("a store of another user") {
            cases.push((folder, PermissionProblem::OtherOwner, of_another_user));
        }
    }
    for (folder, problem, make_unsafe) in cases {
        let (world, _) = three_badges();
        // Joining the empty name would add a slash, and a link with a trailing slash is followed.
        let path = if folder.is_empty() { world.dir() } else { world.dir().join(folder) };
        make_unsafe(&path);
        let files = world.files();
        let error = world.try_open().map(drop).unwrap_err();
        let expected = matches!(&error, StoreError::Permission { problem: found, .. } if *found == problem);
        assert!(expected, "{folder:?}, {problem}: {error}");
        assert_eq!(error.code(), StoreCode::Permission);
        assert_eq!(world.files(), files, "nothing was changed");
    }
}

/// Row N11: a read-only disk can be read completely, and nothing is written.
#[test]
fn read_only_disk_shows_every_badge() {
    if !is_root("a read-only disk") {
        return;
    }
    let world = World::new();
    let _mounted = Mounted::new(&world.dir());
    let samples: Vec<Sample> = (1..=3).map(sample).collect();
    let store = world.open().0;
    samples.iter().for_each(|sample| drop(sample.add_to(&store)));
    drop(store);
    run("mount", &["-o", "remount,ro"], &world.dir());
    let files = world.files();
    let (store, report) = world.open();
    assert_eq!((report.badges, report.read_only), (3, Some(StoreCode::ReadOnly)));
    samples.iter().for_each(|sample| sample.assert_in(&store));
    let refused = [
        store.add(sample(4).new_badge()).map(drop),
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
    sample(4).add_to(&world.open_clean());
}

/// A mounted disk. Dropping it unmounts it.
struct Mounted(PathBuf);

impl Mounted {
    /// Mounts a loop file with ext4 if possible, otherwise tmpfs. Both refuse writes in the same way.
    fn new(at: &Path) -> Self {
        let image = at.with_file_name("disk.img");
        fs::create_dir(at).unwrap();
        fs::File::create(&image).unwrap().set_len(64 << 20).unwrap();
        let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image).status();
        let looped = made.is_ok_and(|status| status.success())
            && Command::new("mount").args(["-o", "loop"]).arg(&image).arg(at).status().unwrap().success();
        if !looped {
            println!("no loop devices: using tmpfs");
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

/// Row N17: the clock jumps ten years ahead and back; then entries and index are lost as well.
#[test]
fn clock_jumps_do_not_change_order() {
    const TEN_YEARS: i64 = 10 * 365 * 24 * 60 * 60;
    let world = World::new();
    let times = [0, 10, TEN_YEARS, TEN_YEARS + 10, 20, -TEN_YEARS, 30];
    let expected: Vec<_> = (1..=times.len() as u32).rev().map(|number| sample(number).id()).collect();
    let order =
        |store: &Store| -> Vec<_> { store.badges().unwrap().into_iter().map(|entry| entry.id).collect() };
    for (number, at) in (1..).zip(times) {
        // Reopened for each badge, because clocks jump while the machine sleeps.
        let sample = Sample { at: time(at), ..sample(number) };
        sample.add_to(&world.open_clean());
    }
    let store = world.open_clean();
    assert_eq!(order(&store), expected);
    let (first, later) = (&expected[6], time(TEN_YEARS));
    store.remove(first, later).unwrap();
    assert_eq!(store.purge(time(40)).unwrap(), 0, "a badge removed in the future is not purged");
    store.restore_badge(first).unwrap();
    assert_eq!(order(&store), expected);
    drop(store);
    fs::remove_dir_all(world.dir().join("index")).unwrap();
    fs::remove_dir_all(world.dir().join("records")).unwrap();
    assert_eq!(order(&world.open().0), expected, "from the originals alone");
}

/// Row N18: after a purge neither plain nor sealed bytes of the badge are in any file, so the key opens
/// nothing of it.
#[test]
fn purge_leaves_no_bytes_of_the_badge() {
    let (world, _) = three_badges();
    let store = world.open_clean();
    let nowhere: Vec<PathBuf> = Vec::new();
    let marker = b"known plaintext of a badge to be purged";
    // The index contains small originals completely, but not large originals.
    for (number, filler) in [(8, 0), (9, 100_000)] {
        let mut purged = sample(number);
        purged.original = [marker.as_slice(), &vec![7; filler]].concat();
        let before = world.files();
        purged.add_to(&store);
        let own = world.files().into_iter().filter(|file| !before.contains(file));
        let sealed: Vec<Vec<u8>> = own
            .filter(|file| {
                file.starts_with(world.dir().join("originals"))
                    || file.starts_with(world.dir().join("records"))
            })
            .map(|file| fs::read(file).unwrap())
            .map(|bytes| bytes[bytes.len() - 48..].to_vec())
            .collect();
        assert_eq!(sealed.len(), 3, "original, entry and report");
        let found = |pieces: &[Vec<u8>]| {
            let holds = |bytes: &[u8], piece: &[u8]| bytes.windows(piece.len()).any(|window| window == piece);
            let files = world.files().into_iter().map(|file| (fs::read(&file).unwrap(), file));
            let held = files.filter(|(bytes, _)| pieces.iter().any(|piece| holds(bytes, piece)));
            held.map(|(_, file)| file).collect::<Vec<_>>()
        };
        assert!(found(&sealed).len() >= 3, "the search finds the sealed bytes before the purge");
        assert_eq!(found(&[marker.to_vec()]), nowhere, "nothing is stored in clear");
        store.remove(&purged.id(), time(0)).unwrap();
        assert_eq!(store.purge(time(1)).unwrap(), 1);
        assert_eq!(found(&sealed), nowhere, "purged bytes are deleted");
    }
    for number in 1..=3 {
        sample(number).assert_in(&store);
    }
    drop(store);
    let store = world.open_clean();
    for number in 1..=3 {
        sample(number).assert_in(&store);
    }
}

/// Row N18: removed, closed, reopened, removal undone.
#[test]
fn removal_is_undoable_after_reopening() {
    let (world, samples) = three_badges();
    let store = world.open_clean();
    samples.iter().for_each(|sample| drop(store.remove(&sample.id(), time(5)).unwrap()));
    drop(store);
    let store = world.open_clean();
    assert!(store.badges().unwrap().is_empty());
    samples.iter().for_each(|sample| drop(store.restore_badge(&sample.id()).unwrap()));
    drop(store);
    let store = world.open_clean();
    assert_eq!(store.badges().unwrap().len(), 3);
    samples.iter().for_each(|sample| sample.assert_in(&store));
}

/// Row N19: fifty simultaneous imports while others list; the final count is fifty.
#[test]
fn fifty_simultaneous_imports_are_all_stored() {
    const IMPORTS: u32 = 50;
    let (done, finished) = mpsc::channel();
    thread::spawn(move || {
        let world = World::new();
        let store = world.open_clean();
        thread::scope(|scope| {
            for number in 1..=IMPORTS {
                let store = &store;
                scope.spawn(move || {
                    let sample = sample(number);
                    let before = store.badges().unwrap().len();
                    assert!(matches!(sample.add_to(store), AddOutcome::Added { .. }));
                    let listed = store.badges().unwrap();
                    assert!(listed.len() > before, "a later list is longer");
                    assert!(listed.iter().any(|entry| entry.id == sample.id()), "an added badge is listed");
                });
            }
        });
        let mut sequences: Vec<u64> =
            store.badges().unwrap().into_iter().map(|entry| entry.sequence).collect();
        sequences.reverse();
        assert_eq!(sequences, (1..=u64::from(IMPORTS)).collect::<Vec<_>>(), "sequence numbers are unique");
        drop(store);
        (1..=IMPORTS).for_each(|number| sample(number).assert_in(&world.open().0));
        done.send(()).unwrap();
    });
    // A panic in the thread drops the sender; a deadlock runs into the timeout.
    finished.recv_timeout(Duration::from_secs(300)).unwrap();
}

/// Row N21: the store does not write through a link planted at the name of its next temporary file.
#[test]
fn planted_link_is_not_followed() {
    let (world, samples) = three_badges();
    let victim = world.temporary.path().join("victim");
    fs::write(&victim, b"of another user").unwrap();
    let store = world.open_clean();
    for folder in ["originals", "documents", "records"] {
        for number in 0..5_000 {
            let name = format!("unfinished-{}-{number}", std::process::id());
            symlink(&victim, world.dir().join(folder).join(name)).unwrap();
        }
    }
    let new = sample(4);
    let error = store.add(NewBadge { documents: &[], ..new.new_badge() }).unwrap_err();
    assert_eq!(error.code(), StoreCode::Io, "{error}");
    assert_eq!(fs::read(&victim).unwrap(), b"of another user");
    // After the error the store reloads, which deletes the links but not their targets.
    new.add_to(&store);
    samples.iter().chain([&new]).for_each(|sample| sample.assert_in(&store));
    assert_eq!(fs::read(&victim).unwrap(), b"of another user");
}

/// Row N21: a link or folder in place of a sealed file damages only its own badge.
#[test]
fn link_in_place_of_original_is_named() {
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
