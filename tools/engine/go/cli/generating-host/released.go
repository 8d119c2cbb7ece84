package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// The hosts that run programs. They were started once for each program, with its options as flags.
type releasedHosts struct {
	ctx     context.Context
	file    string
	engine  string
	lock    sync.Mutex
	running []*released
}

type released struct {
	flags   []string
	command *exec.Cmd
	client  pulumirpc.LanguageRuntimeClient
}

func (r *releasedHosts) of(program *pulumirpc.ProgramInfo) (pulumirpc.LanguageRuntimeClient, error) {
	flags := []string{"-root=" + program.RootDirectory}
	if folder, ok := program.Options.AsMap()["virtualenv"].(string); ok {
		flags = append(flags, "-virtualenv="+folder)
	}
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, host := range r.running {
		if slices.Equal(host.flags, flags) {
			return host.client, nil
		}
	}
	host, err := r.start(flags)
	if err != nil {
		return nil, err
	}
	r.running = append(r.running, host)
	return host.client, nil
}

// A started host prints the port that it serves.
func (r *releasedHosts) start(flags []string) (*released, error) {
	command := exec.CommandContext(r.ctx, r.file, append(flags, r.engine)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(output)
	port, err := reader.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s printed no port: %w", r.file, err)
	}
	// What a program prints comes through the output of its host.
	go reader.WriteTo(os.Stdout)

	connection, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	return &released{flags, command, pulumirpc.NewLanguageRuntimeClient(connection)}, nil
}

func (r *releasedHosts) stop() {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, host := range r.running {
		_ = host.command.Process.Kill()
		_ = host.command.Wait()
	}
}
