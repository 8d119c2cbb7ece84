// A language host of two parts. Pulumi publishes the hosts of Node.js, Python and Go as Go modules only in old releases,
// which run programs but write none; its present generators are in the module of the CLI. Programs are run by the old
// host, released/pulumi-language-<name> beside this executable; programs and packages are written by the generators.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	executable, err := os.Executable()
	if err != nil {
		return err
	}
	file := filepath.Base(executable)
	name := strings.TrimPrefix(file, "pulumi-language-")
	language, ok := languages[name]
	if !ok {
		return fmt.Errorf("there are no generators for %s", name)
	}

	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	engine := os.Args[len(os.Args)-1]
	released := &releasedHosts{ctx: ctx, file: filepath.Join(filepath.Dir(executable), "released", file), engine: engine}
	defer released.stop()

	stopServing := make(chan bool)
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: stopServing,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{language: language, released: released})
			return nil
		},
	})
	if err != nil {
		return err
	}
	if err := rpcutil.Healthcheck(ctx, engine, 5*time.Minute, cancel); err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		close(stopServing)
	}()
	fmt.Println(handle.Port)
	return <-handle.Done
}
