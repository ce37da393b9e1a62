namespace Acme.Travel.Infrastructure;

public static class Routes
{
    public const string Api = "api";
    public const string Rooms = Api + "/hotels/{hotelId:guid}/rooms";
}
