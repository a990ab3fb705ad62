// The same training in torch, on one thread of its own process.
import { startPythonPeer } from './python-peer.mjs';

const PROGRAM = `
import sys, time
import torch
torch.set_num_threads(1)
def dropped(share):
    return torch.nn.Dropout(share)
for line in sys.stdin:
    words = line.split()
    if words[0] == "prepare":
        rows, inputs, hidden, classes, batch = map(int, words[1:])
        points = torch.rand(rows, inputs) - .5
        targets = torch.nn.functional.one_hot(torch.arange(rows) % classes, classes).float()
        network = torch.nn.Sequential(
            dropped(.2), torch.nn.Linear(inputs, hidden), torch.nn.ReLU(), dropped(.5),
            torch.nn.Linear(hidden, classes))
        optimiser = torch.optim.AdamW(network.parameters(), 1e-3)
        print(0, flush=True)
    else:
        start = time.process_time()
        order = torch.randperm(rows)
        for first in range(0, rows, batch):
            own = order[first:first + batch]
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(network(points[own]), targets[own])
            loss.backward()
            optimiser.step()
        print(time.process_time() - start, flush=True)
`;

/** Null, and a line that says why, where there is no torch. */
export async function startTorch() {
  const peer = await startPythonPeer('torch', PROGRAM, 'prepare 8 8 8 2 8');
  return (
    peer && {
      /** @param {number[]} sizes - rows, inputs, hidden, classes, batch */
      prepare: (...sizes) => peer.ask(`prepare ${sizes.join(' ')}`),
      /** CPU seconds of one epoch. */
      seconds: () => peer.ask('run'),
      stop: peer.stop,
    }
  );
}
