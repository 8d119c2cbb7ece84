package main

import (
	"example.com/pulumi-quay/sdk/go/quay"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		acme, err := quay.NewOrganization(ctx, "acme", &quay.OrganizationArgs{
			Email: pulumi.String("platform@acme.example"),
		})
		if err != nil {
			return err
		}

		web, err := quay.NewRepository(ctx, "web", &quay.RepositoryArgs{
			Namespace:   acme.Name,
			Description: pulumi.String("The web shop."),
		})
		if err != nil {
			return err
		}
		api, err := quay.NewRepository(ctx, "api", &quay.RepositoryArgs{
			Namespace:  acme.Name,
			Visibility: quay.RepositoryVisibilityPublic,
		})
		if err != nil {
			return err
		}

		_, err = quay.NewTeam(ctx, "developers", &quay.TeamArgs{
			Organization: acme.Name,
			Role:         quay.TeamRoleCreator,
		})
		if err != nil {
			return err
		}
		_, err = quay.NewTeam(ctx, "operations", &quay.TeamArgs{
			Organization: acme.Name,
			Role:         quay.TeamRoleAdmin,
			Description:  pulumi.String("On call."),
		})
		if err != nil {
			return err
		}

		ctx.Export("images", pulumi.StringMap{"web": web.Image, "api": api.Image})
		return nil
	})
}
