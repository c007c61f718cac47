// A Redis server in memory, for tests on machines that have Go but no Redis: `redis-server --port 6379 --save ""`, on 127.0.0.1.
package main

import (
	"flag"
	"fmt"
	"log"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	port := flag.Int("port", 0, "where it listens")
	flag.String("save", "", "nothing is ever saved")
	flag.Parse()
	server := miniredis.NewMiniRedis()
	if err := server.StartAddr(fmt.Sprintf("127.0.0.1:%d", *port)); err != nil {
		log.Fatal(err)
	}
	// In the words of the real one.
	fmt.Println("Ready to accept connections")
	select {}
}
