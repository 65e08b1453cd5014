-- Asks the addresses of a file, one a line, over and over, and prints what came of it as JSON.
-- wrk --script requests.lua URL -- FILE ACCEPT
local paths = {}
local headers = {}
local next_one = 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
  headers["Accept"] = arguments[2]
end

function request()
  next_one = next_one % #paths + 1
  return wrk.format("GET", paths[next_one], headers)
end

function done(summary, latency)
  local failed = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "bytes": %d, "p50_ms": %.4f, "p95_ms": %.4f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    failed.connect + failed.read + failed.write + failed.status + failed.timeout
  ))
end
