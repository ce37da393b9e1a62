using Microsoft.AspNetCore.Authorization;

namespace Acme.Parcels.Endpoints;

public class QuoteEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var quotes = app.MapGroup($"quotes").RequireRateLimiting("quotes");
        quotes.MapPost("/", Quote);
        quotes.MapPost("/{id}/{option}/accept", Accept).RequireAuthorization();
    }

    public static IResult Quote(double kilograms) =>
        kilograms > 50 ? Results.UnprocessableEntity() : Results.Ok(kilograms * 2);

    [Authorize(Policy = "customers")]
    public static IResult Accept(int id) => Results.StatusCode(202);
}
