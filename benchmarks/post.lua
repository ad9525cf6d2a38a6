-- Each connection writes 1,000 keys in turn, 100-byte values.
local value = string.rep("v", 100)
local n = 0
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
request = function()
  n = (n + 1) % 1000
  return wrk.format(nil, nil, nil, '{"key":"bench' .. n .. '","value":"' .. value .. '"}')
end
