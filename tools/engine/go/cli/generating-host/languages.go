package main

import (
	"github.com/hashicorp/hcl/v2"
	gocode "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

type files = map[string][]byte

// The generators of one language.
type language struct {
	program func(*pcl.Program) (files, hcl.Diagnostics, error)
	pkg     func(*schema.Package, *pulumirpc.GeneratePackageRequest, schema.ReferenceLoader) (files, error)
}

const tool = "pulumi-language-host"

var languages = map[string]language{
	"go": {gocode.GenerateProgram,
		func(pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, _ schema.ReferenceLoader) (files, error) {
			return gocode.GeneratePackage(tool, pkg, request.LocalDependencies)
		}},
	"nodejs": {nodejs.GenerateProgram,
		func(pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader) (files, error) {
			return nodejs.GeneratePackage(tool, pkg, request.ExtraFiles, request.LocalDependencies, request.Local, loader)
		}},
	"python": {python.GenerateProgram,
		func(pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader) (files, error) {
			return python.GeneratePackage(tool, pkg, request.ExtraFiles, loader)
		}},
}
