-- Writes KEYS keys in turn, with values of 100 bytes that do not compress; DEPTH requests at once on a connection. Each of
-- the THREADS threads has its share of the keys and begins anew when it is through.
local keys = tonumber(os.getenv("KEYS") or "10000")
local depth = tonumber(os.getenv("DEPTH") or "1")
local threads = tonumber(os.getenv("THREADS") or "1")

local started = 0
function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local POOL, VALUE = 65536, 100
local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
local pool, share
local n = 0

function init()
  math.randomseed(os.time() + id)
  local characters = {}
  for i = 1, POOL do
    local at = math.random(#ALPHABET)
    characters[i] = ALPHABET:sub(at, at)
  end
  pool = table.concat(characters)
  share = math.floor((keys - id + threads - 1) / threads)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

local function write()
  local key = string.format("key-%08d", (n % share) * threads + id)
  n = n + 1
  local at = math.random(POOL - VALUE)
  return wrk.format(nil, nil, nil, '{"key":"' .. key .. '","value":"' .. pool:sub(at, at + VALUE - 1) .. '"}')
end

function request()
  local batch = {}
  for i = 1, depth do
    batch[i] = write()
  end
  return table.concat(batch)
end
