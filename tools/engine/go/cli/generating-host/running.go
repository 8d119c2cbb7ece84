package main

import (
	"context"
	"errors"
	"io"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	released, err := h.released.of(request.Info)
	if err != nil {
		return nil, err
	}
	return released.Run(ctx, request)
}

func (h *host) GetRequiredPlugins(
	ctx context.Context, request *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	released, err := h.released.of(request.Info)
	if err != nil {
		return nil, err
	}
	return released.GetRequiredPlugins(ctx, request)
}

func (h *host) GetProgramDependencies(
	ctx context.Context, request *pulumirpc.GetProgramDependenciesRequest,
) (*pulumirpc.GetProgramDependenciesResponse, error) {
	released, err := h.released.of(request.Info)
	if err != nil {
		return nil, err
	}
	return released.GetProgramDependencies(ctx, request)
}

func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, progress pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	released, err := h.released.of(request.Info)
	if err != nil {
		return err
	}
	from, err := released.InstallDependencies(progress.Context(), request)
	if err != nil {
		return err
	}
	for {
		piece, err := from.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := progress.Send(piece); err != nil {
			return err
		}
	}
}
