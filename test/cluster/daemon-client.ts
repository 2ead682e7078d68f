// A client that makes an array in a cluster, says so, and waits to be killed.
import { connectTransport } from '../../cluster/zeromq/connect-transport.js'
import { call } from './cluster.js'

const client = await connectTransport(process.argv[2])
const dim = { dist_type: 'b', size: 1000, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 1000, padding: [0, 0], periodic: false }
client.send(call('create.full', [[[dim]], 'float64', 1], { reply: 'none', out: { first: 1, count: 1 } }))
await client.request(call('session.names'))
process.stdout.write('made\n')
setInterval(() => {}, 1000)
