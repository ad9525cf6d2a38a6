-- Requests about KEYS keys, which each of the THREADS threads goes through in turn in its own share, with values of 100
-- bytes that do not compress. What is asked is REQUEST, sent to PREFIX:
--   get, put             one key, as the path's end; with TOKEN as the causality token, if there is one
--   batch                100 keys in one transaction
--   etcd-put, etcd-get   one key, through etcd's gateway from JSON to its own protocol
-- Keys begin with NAME. With DELAY a connection waits so many milliseconds before each request. What can be made beforehand is, because wrk
-- shares the processors with what is measured.
local keys = tonumber(os.getenv("KEYS") or "10000")
local threads = tonumber(os.getenv("THREADS") or "1")
local delay_millis = tonumber(os.getenv("DELAY") or "0")
local kind = os.getenv("REQUEST") or "get"
local prefix = os.getenv("PREFIX") or "/v1/kv/"
local key_name = os.getenv("NAME") or "key-"
local token = os.getenv("TOKEN")

local started = 0
function setup(thread)
  thread:set("id", started)
  started = started + 1
end

local POOL, VALUE, BATCH = 65536, 100, 100
local TEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
local BASE64 = TEXT .. "+/"
local ETCD_VALUE = 134 -- characters of 100 bytes in base64, before the padding

local pool, share
local n = 0

local function text_pool()
  local characters = {}
  for i = 1, POOL do
    local at = math.random(#TEXT)
    characters[i] = TEXT:sub(at, at)
  end
  return table.concat(characters)
end

local function byte_pool()
  local bytes = {}
  for i = 1, POOL do
    bytes[i] = string.char(math.random(0, 255))
  end
  return table.concat(bytes)
end

local function piece(length)
  local at = math.random(POOL - length)
  return pool:sub(at, at + length - 1)
end

local function base64(text)
  local out = {}
  for i = 1, #text, 3 do
    local a, b, c = text:byte(i, i + 2)
    local bits = a * 65536 + (b or 0) * 256 + (c or 0)
    for digit = 0, 3 do
      local at = math.floor(bits / 64 ^ (3 - digit)) % 64 + 1
      out[#out + 1] = (digit == 2 and not b or digit == 3 and not c) and "=" or BASE64:sub(at, at)
    end
  end
  return table.concat(out)
end

local function key(number)
  return string.format("%s%08d", key_name, number * threads + id)
end

-- Each maker is called once a key before anything is measured, and gives the function that makes the request.
local makers = {}

function makers.get(name)
  local request = wrk.format("GET", prefix .. name)
  return function() return request end
end

function makers.put(name)
  local head = wrk.format("PUT", prefix .. name, nil, string.rep("x", VALUE)):sub(1, -VALUE - 1)
  return function() return head .. piece(VALUE) end
end

function makers.batch(_, number)
  local parts = {}
  for i = 0, BATCH - 1 do
    parts[i + 1] = '{"key":"' .. key((number * BATCH + i) % share) .. '","value":"'
  end
  return function()
    local mutations = {}
    for i = 1, BATCH do
      mutations[i] = parts[i] .. piece(VALUE) .. '"}'
    end
    return wrk.format("POST", prefix, nil, '{"mutations":[' .. table.concat(mutations, ",") .. "]}")
  end
end

makers["etcd-put"] = function(name)
  local body = '{"key":"' .. base64(name) .. '","value":"'
  local whole = wrk.format("POST", prefix, nil, body .. string.rep("A", ETCD_VALUE) .. '=="}')
  local head = whole:sub(1, -ETCD_VALUE - 5)
  return function() return head .. piece(ETCD_VALUE) .. '=="}' end
end

makers["etcd-get"] = function(name)
  local request = wrk.format("POST", prefix, nil, '{"key":"' .. base64(name) .. '","serializable":true}')
  return function() return request end
end

local ready = {}

function init()
  math.randomseed(os.time() + id)
  share = math.floor((keys - id + threads - 1) / threads)
  pool = kind == "put" and byte_pool() or text_pool()
  wrk.headers["Content-Type"] = kind == "put" and "application/octet-stream" or "application/json"
  if kind == "get" then wrk.headers["Content-Type"] = nil end
  if token then wrk.headers["Causality-Token"] = token end
  local count = kind == "batch" and math.ceil(share / BATCH) or share
  for i = 0, count - 1 do
    ready[i + 1] = makers[kind](key(i), i)
  end
end

function request()
  n = n % #ready + 1
  return ready[n]()
end

if delay_millis > 0 then
  function delay() return delay_millis end
end
