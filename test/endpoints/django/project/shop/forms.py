from django import forms


class SearchForm(forms.Form):
    q = forms.CharField()


class BasketForm(forms.Form):
    sku = forms.CharField()
