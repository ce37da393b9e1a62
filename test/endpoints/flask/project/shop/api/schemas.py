from marshmallow import Schema, fields


class OrderSchema(Schema):
    sku = fields.String(required=True)
