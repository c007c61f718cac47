// The Redis server of the tests, built by test/harness/redis.ts. To move on: change the version of miniredis, then `go mod tidy`.
module flux.local/redis-server

go 1.21

require github.com/alicebob/miniredis/v2 v2.40.0

require github.com/yuin/gopher-lua v1.1.1 // indirect
